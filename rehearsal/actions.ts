// What happens to a rehearsal on the way, beside its users and versions: somebody stops an execution, pushes again, ...
import type { ListExecutionsCommandOutput } from '@aws-sdk/client-sfn';
import type { ServiceId } from '../twin/host/call-context.ts';
import { playScenario } from '../twin/scenario/play-scenario.ts';
import { readScenario } from '../twin/scenario/read-scenario.ts';
import { repositoryOf } from './run.ts';
import type { RehearsalAction, RehearsalScenario } from './scenario.ts';
import type { World } from './world.ts';

/** The digest is known once the version is pushed, which comes a little later. */
export function scheduleActions(
  world: World,
  scenario: RehearsalScenario,
  digest: () => string,
): void {
  for (const action of scenario.actions) {
    world.twin.clock.after(action.at, () => {
      world.twin.trace.add('scenario', { ...action });
      perform(world, scenario, action, digest()).catch((error) =>
        world.twin.trace.add('scenario', { failed: action.do, reason: String(error) }),
      );
    });
  }
  if (scenario.timeline.length > 0) {
    const timeline = readScenario(JSON.stringify({ name: scenario.name, timeline: [] }));
    playScenario({ ...timeline, timeline: scenario.timeline }, world.twin, world.region);
  }
}

async function perform(
  world: World,
  scenario: RehearsalScenario,
  action: RehearsalAction,
  digest: string,
): Promise<void> {
  const repositoryName = repositoryOf(world, scenario.service);
  const ecr = world.twin.peer('ecr', world.region);
  switch (action.do) {
    case 'push':
      ecr.push({ repositoryName, tags: [action.version] });
      return;
    case 'push-again':
      ecr.push({ repositoryName, tags: [`${scenario.version}-again`], digest });
      return;
    case 'delete-image':
      await call(world, 'ecr', 'BatchDeleteImage', {
        repositoryName,
        imageIds: [{ imageDigest: digest }],
      });
      return;
    case 'kill-execution':
      for (const executionArn of await running(world, 'release')) {
        await call(world, 'states', 'StopExecution', {
          executionArn,
          error: 'Killed',
          cause: 'by the scenario',
        });
      }
      return;
    case 'roll-back':
      await call(world, 'states', 'StartExecution', {
        stateMachineArn: machineArn(world, 'rollback'),
        input: JSON.stringify({
          releaseId: '',
          service: scenario.service,
          environment: 'production',
          cause: 'operator',
          actor: 'scenario',
          reason: 'the scenario wants it',
        }),
      });
      return;
    case 'raise-alarm':
      await call(world, 'monitoring', 'SetAlarmState', {
        AlarmName: `spillway/${scenario.service}/production/${action.metric}`,
        StateValue: 'ALARM',
        StateReason: 'the scenario wants it',
      });
  }
}

const call = (
  world: World,
  service: ServiceId,
  operation: string,
  input: object,
): Promise<object> => world.twin.call({ service, operation, input, region: world.region });

const machineArn = ({ twin, region }: World, name: string): string =>
  `arn:aws:states:${region}:${twin.account}:stateMachine:spillway-${name}`;

async function running(world: World, machine: string): Promise<readonly string[]> {
  const { executions = [] } = (await call(world, 'states', 'ListExecutions', {
    stateMachineArn: machineArn(world, machine),
    statusFilter: 'RUNNING',
  })) as ListExecutionsCommandOutput;
  return executions.map(({ executionArn = '' }) => executionArn);
}
