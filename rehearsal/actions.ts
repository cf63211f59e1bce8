// What happens to a rehearsal on the way, beside its users and versions: somebody stops an execution, pushes again, ...
import type { ListExecutionsCommandOutput } from '@aws-sdk/client-sfn';
import { tableKeys } from '../core/contract/table-keys.ts';
import type { ServiceId } from '../twin/host/call-context.ts';
import { playScenario } from '../twin/scenario/play-scenario.ts';
import { readScenario } from '../twin/scenario/read-scenario.ts';
import { readItem } from './ledger.ts';
import { decide, decideOnRelease } from './operator.ts';
import { repositoryOf } from './repository.ts';
import type { RehearsalAction, RehearsalScenario } from './scenario.ts';
import { architecturesFor, specOf } from './spec-of.ts';
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
      ecr.push({
        repositoryName,
        tags: [action.version],
        architectures: architecturesFor(await specOf(world, scenario.service)),
      });
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
      for (const executionArn of await running(world, action.machine)) {
        await call(world, 'states', 'StopExecution', {
          executionArn,
          error: 'Killed',
          cause: 'by the scenario',
        });
      }
      return;
    case 'roll-back':
      await rollBack(world, scenario.service, action.by);
      return;
    case 'decide':
      await decideOnRelease(world, scenario.service, {
        person: action.by,
        action: action.decision,
        reason: 'the scenario wants it',
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

/** Who rolls back a service names what it serves, or is about to. */
async function rollBack(world: World, service: string, person: string): Promise<void> {
  const environment = 'production';
  const place = await readItem(world, tableKeys.environment(service, environment));
  const stable = JSON.parse(place['stable'] ?? '{}') as { readonly digest?: string };
  await decide(world, person, {
    kind: 'service',
    action: 'rollback',
    service,
    environment,
    digest: place['candidateDigest'] ?? stable.digest ?? '',
    reason: 'the scenario wants it',
  });
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
