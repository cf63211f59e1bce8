// A release that begins with a commit: its own build pushes the image.
import { specOf } from './spec-of.ts';
import type { World } from './world.ts';

interface Wanted {
  readonly service: string;
  readonly version: string;
  readonly commit: string;
}

const BUILD_SECONDS = 240;

/** From now on the builds of the service succeed and push, unless the scenario lets them fail. */
export async function letBuildsPush(
  world: World,
  { service }: Wanted,
  push: () => void,
): Promise<void> {
  const { build } = await specOf(world, service);
  if (build.kind !== 'source') throw new Error(`${service} is not built from source`);
  world.twin
    .peer('codebuild', world.region)
    .setOutcomes(({ projectName }) =>
      projectName === build.project
        ? { status: 'SUCCEEDED', seconds: BUILD_SECONDS, effect: push }
        : undefined,
    );
}

/** As a person does from the console or the command line. */
export async function releaseSource(
  { twin, region }: World,
  { service, version, commit }: Wanted,
): Promise<void> {
  const stateMachineArn = `arn:aws:states:${region}:${twin.account}:stateMachine:spillway-release`;
  const input = JSON.stringify({ service, version, source: commit, actor: 'author' });
  await twin.call({
    service: 'states',
    operation: 'StartExecution',
    input: { stateMachineArn, input },
    region,
  });
}
