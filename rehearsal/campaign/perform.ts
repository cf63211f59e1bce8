// Makes a stroke happen to a world: what fails, who meddles, what is pushed.
import type { DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch';
import type * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ListExecutionsCommandOutput } from '@aws-sdk/client-sfn';
import { assertNever } from '../../core/assert.ts';
import type { Site } from '../../core/contract/site.ts';
import { tableKeys } from '../../core/contract/table-keys.ts';
import type { Spec } from '../../core/spec/spec.ts';
import type { ServiceId } from '../../twin/host/call-context.ts';
import type { Trace } from '../../twin/kernel/trace.ts';
import { letBuildsPush, releaseSource } from '../build-from-source.ts';
import { readItem } from '../ledger.ts';
import { decide, decideOnRelease } from '../operator.ts';
import { architecturesFor } from '../spec-of.ts';
import type { World } from '../world.ts';
import type { Call, Push, Stroke } from './history.ts';
import type { SeenOverride, SeenPush } from './witness.ts';

export interface Stage {
  readonly world: World;
  readonly site: Site;
  readonly spec: Spec;
  readonly initialDigest: string;
  readonly requestsPerSecond: number;
  readonly pushes: SeenPush[];
  readonly overrides: SeenOverride[];
}

const REASON = 'the campaign wants it';

export function schedule(stage: Stage, strokes: readonly Stroke[]): void {
  const { clock, trace } = stage.world.twin;
  for (const stroke of strokes) {
    const strike = () =>
      void clock.after(stroke.atMs, () => {
        trace.add('scenario', { stroke });
        perform(stage, stroke).catch((error) =>
          trace.add('scenario', { failed: stroke.kind, reason: String(error) }),
        );
      });
    if (stroke.upon === undefined) strike();
    else uponCall(trace, stroke.upon, strike);
  }
}

function uponCall(trace: Trace, { caller, operation, nth }: Call, strike: () => void): void {
  let left = nth;
  trace.listen(({ kind, detail }) => {
    if (kind !== 'call' || detail['operation'] !== operation) return;
    if (!String(detail['caller']).includes(caller)) return;
    left -= 1;
    if (left === 0) strike();
  });
}

async function perform(stage: Stage, stroke: Stroke): Promise<void> {
  const { world, site } = stage;
  const { twin, region, users } = world;
  const ecs = twin.peer('ecs', region);
  switch (stroke.do) {
    case 'push':
      return push(stage, stroke);
    case 'push-again':
      return pushAgain(stage, stroke.version);
    case 'fault': {
      const fromMs = twin.clock.now();
      return twin.faults.add({ ...stroke.rule, fromMs, untilMs: fromMs + stroke.forMs });
    }
    case 'stop-execution':
      return stopExecutions(world, stroke.machine);
    case 'crash':
      return void ecs.crash({ serviceName: site.serviceName, count: stroke.count });
    case 'capacity':
      ecs.setCapacity(stroke.tasks);
      return void twin.clock.after(stroke.forMs, () => ecs.setCapacity(Number.POSITIVE_INFINITY));
    case 'traffic':
      users.change('*', { requestsPerSecond: stroke.requestsPerSecond });
      return void twin.clock.after(stroke.forMs, () =>
        users.change('*', { requestsPerSecond: stage.requestsPerSecond }),
      );
    case 'raise-alarm':
      return raiseAlarm(stage, stroke.alarm);
    case 'delete-image':
      return deleteImage(stage, stroke.version);
    case 'edit-weights':
      return editWeights(stage, stroke.weight);
    case 'decide': {
      const { person, action } = stroke;
      return void (await decideOnRelease(world, site.service, { person, action, reason: REASON }));
    }
    case 'roll-back':
      return rollBack(stage, stroke.environment ?? site.environment);
    case 'release':
      return askFor(
        stage,
        stroke.version,
        stroke.overriding?.map((alarm) => `${alarmsOf(site)}${site.environment}/${alarm}`),
      );
    case 'repair':
      return repair(stage, stroke.version);
    case 'freeze':
      return freeze(stage, stroke.forMs);
    default:
      assertNever(stroke);
  }
}

/** Where Spillway itself builds, somebody asks for a release of a commit, and the build pushes. */
async function push(stage: Stage, { version, bad }: Push): Promise<void> {
  const { world, site, spec, pushes } = stage;
  const built = spec.build.kind === 'source';
  const arrive = () => {
    const digest = world.twin.peer('ecr', world.region).push({
      repositoryName: repositoryOf(site),
      tags: [version],
      architectures: architecturesFor(spec),
    });
    pushes.push({ at: world.twin.clock.now(), version, digest, bad, built });
  };
  if (!built) return arrive();
  const wanted = { service: site.service, version, commit: version };
  await letBuildsPush(world, wanted, arrive);
  await releaseSource(world, wanted);
}

/** The same image under another tag. */
function pushAgain({ world, site, pushes }: Stage, version: string): void {
  const digest = pushes.find((each) => each.version === version)?.digest;
  if (digest === undefined) return;
  const ecr = world.twin.peer('ecr', world.region);
  ecr.push({ repositoryName: repositoryOf(site), tags: [`${version}-again`], digest });
}

async function stopExecutions(world: World, machine: string): Promise<void> {
  const { executions = [] } = await call<ListExecutionsCommandOutput>(world, 'states', {
    operation: 'ListExecutions',
    input: { stateMachineArn: machineArn(world, machine), statusFilter: 'RUNNING' },
  });
  for (const { executionArn } of executions) {
    const input = { executionArn, error: 'Stopped', cause: REASON };
    await call(world, 'states', { operation: 'StopExecution', input });
  }
}

async function raiseAlarm({ world, site }: Stage, alarm: string): Promise<void> {
  const AlarmName = `spillway/${site.service}/${site.environment}/${alarm}`;
  const input = { AlarmName, StateValue: 'ALARM', StateReason: REASON };
  await call(world, 'monitoring', { operation: 'SetAlarmState', input });
}

async function deleteImage(
  { world, site, pushes, initialDigest }: Stage,
  version: string,
): Promise<void> {
  const found = pushes.find((each) => each.version === version)?.digest;
  const imageDigest = version === 'initial' ? initialDigest : found;
  if (imageDigest === undefined) return;
  const input = { repositoryName: repositoryOf(site), imageIds: [{ imageDigest }] };
  await call(world, 'ecr', { operation: 'BatchDeleteImage', input });
}

/** Somebody at the AWS console gives the first rule that shares traffic other weights. */
async function editWeights({ world, site }: Stage, weight: number): Promise<void> {
  const { Rules = [] } = await call<elb.DescribeRulesCommandOutput>(world, 'elasticloadbalancing', {
    operation: 'DescribeRules',
    input: { ListenerArn: site.productionListenerArn },
  });
  const shared = Rules.find(({ Actions }) => groupsOf(Actions).length === 2);
  if (shared === undefined) return;
  const [first, second] = groupsOf(shared.Actions);
  const TargetGroups = [
    { ...first, Weight: 100 - weight },
    { ...second, Weight: weight },
  ];
  const Actions = [{ Type: 'forward', ForwardConfig: { TargetGroups } }];
  const input = { RuleArn: shared.RuleArn, Actions };
  await call(world, 'elasticloadbalancing', { operation: 'ModifyRule', input });
}

const groupsOf = (actions: readonly elb.Action[] = []): readonly elb.TargetGroupTuple[] =>
  actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? []);

/** Who rolls back a service names what it serves, or is about to. */
async function rollBack({ world, site }: Stage, environment: string): Promise<void> {
  const { service } = site;
  const place = await readItem(world, tableKeys.environment(service, environment));
  const stable = JSON.parse(place['stable'] ?? '{}') as { readonly digest?: string };
  const digest = place['candidateDigest'] ?? stable.digest ?? '';
  if (digest === '') return;
  await decide(world, 'rita', {
    kind: 'service',
    action: 'rollback',
    service,
    environment,
    digest,
    reason: REASON,
  });
}

async function askFor(
  { world, site, pushes, overrides }: Stage,
  version: string,
  named: readonly string[] = [],
): Promise<void> {
  const digest = pushes.find((each) => each.version === version)?.digest;
  const wish = { service: site.service, digest, version, actor: 'rita', reason: REASON };
  overrides.push({ version, names: named });
  await call(world, 'states', {
    operation: 'StartExecution',
    input: {
      stateMachineArn: machineArn(world, 'spillway-release'),
      name: `wish-${version.replaceAll('.', '-')}`,
      input: JSON.stringify(named.length === 0 ? wish : { ...wish, overrideAlarms: named }),
    },
  });
}

async function repair(stage: Stage, version: string): Promise<void> {
  const { world, site, spec, pushes } = stage;
  const named = await alarmsUp(world, alarmsOf(site));
  const digest = world.twin.peer('ecr', world.region).push({
    repositoryName: repositoryOf(site),
    tags: [version],
    architectures: architecturesFor(spec),
  });
  pushes.push({ at: world.twin.clock.now(), version, digest, bad: false, built: true });
  await askFor(stage, version, named);
}

const alarmsOf = ({ service }: Site): string => `spillway/${service}/`;

async function alarmsUp(world: World, AlarmNamePrefix: string): Promise<readonly string[]> {
  const input = { AlarmNamePrefix, StateValue: 'ALARM' };
  const { MetricAlarms = [] } = await call<DescribeAlarmsCommandOutput>(world, 'monitoring', {
    operation: 'DescribeAlarms',
    input,
  });
  return MetricAlarms.flatMap(({ AlarmName }) => AlarmName ?? []);
}

async function freeze({ world, site }: Stage, forMs: number): Promise<void> {
  const { service, environment } = site;
  const decision = { kind: 'freeze', service, environment, reason: REASON } as const;
  await decide(world, 'frida', { ...decision, action: 'freeze' });
  world.twin.clock.after(forMs, () => {
    decide(world, 'frida', { ...decision, action: 'unfreeze' }).catch((error) =>
      world.twin.trace.add('scenario', { failed: 'unfreeze', reason: String(error) }),
    );
  });
}

export const repositoryOf = ({ repositoryUri }: Site): string =>
  repositoryUri.split('/').slice(1).join('/');

const machineArn = ({ twin, region }: World, name: string): string =>
  `arn:aws:states:${region}:${twin.account}:stateMachine:${name}`;

export const call = async <Output = object>(
  world: World,
  service: ServiceId,
  { operation, input }: { readonly operation: string; readonly input: object },
): Promise<Output> =>
  (await world.twin.call({ service, operation, input, region: world.region })) as Output;
