// Plays a history from its first stroke until nothing moves any more, and gives what a bystander saw.
import type * as codedeploy from '@aws-sdk/client-codedeploy';
import type * as ecs from '@aws-sdk/client-ecs';
import type * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type * as sns from '@aws-sdk/client-sns';
import type { Site } from '../../core/contract/site.ts';
import type { Spec } from '../../core/spec/spec.ts';
import type { Assembly } from '../../twin/assembly/assembly.ts';
import type { TraceListener } from '../../twin/kernel/trace.ts';
import { readLedger } from '../ledger.ts';
import { decideOnRelease } from '../operator.ts';
import { startShopWith } from '../shop.ts';
import { specOf } from '../spec-of.ts';
import type { World } from '../world.ts';
import { type History, has } from './history.ts';
import { type Look, look } from './look.ts';
import { call, repositoryOf, type Stage, schedule } from './perform.ts';
import { type Recorder, record } from './record.ts';
import { runsOf } from './runs.ts';
import { scenarioOf } from './scenario-of.ts';
import { termsOf } from './terms.ts';
import type { LastLook, Witness } from './witness.ts';

const MINUTE_MS = 60_000;
/** Until the first tasks serve and the alarms are calm. */
const WARM_UP_MS = 5 * MINUTE_MS;
const LOOK_EVERY_MS = MINUTE_MS;
/** The sweep is thorough every five minutes: what it has to clean up is clean by then. */
const AFTER_MS = 6 * MINUTE_MS;
/** By then each push has a record: the law about it says ten minutes. */
const UNHEARD_MS = 12 * MINUTE_MS;
/** The deadline of a release (three hours), twice over; who is not done by then never will be. */
const PATIENCE_MS = 7 * 3600_000;

export interface Played {
  readonly history: History;
  readonly assembly: Assembly;
  /** Told of each record of the trace, from the first one on. */
  readonly trace?: TraceListener;
}

export async function playHistory({ history, assembly, trace }: Played): Promise<Witness> {
  const world = await startShopWith({
    assembly,
    seed: history.seed,
    scenario: (sites) => scenarioOf(`seed ${history.seed}`, sites, () => history),
  });
  const { twin, users } = world;
  const { site, spec } = await lastPlace(world);
  if (trace !== undefined) twin.trace.listen(trace);
  const recorder = record(world, site);
  await listenToNotices(world);
  await twin.pump.run(twin.clock.now() + WARM_UP_MS);
  recorder.see();
  const startedAt = twin.clock.now();
  const initialDigest = servedNow(recorder);
  const stage: Stage = {
    world,
    site,
    spec,
    initialDigest,
    requestsPerSecond: history.requestsPerSecond,
    pushes: [],
    overrides: [],
  };
  schedule(stage, history.strokes);
  const looks = await runToTheEnd(stage, { history, recorder, startedAt });
  users.stop();
  return {
    ...(await testimonyOf(stage, { history, recorder, startedAt })),
    healedAt: startedAt + history.healMs,
    looks,
    faults: { ...twin.faults.counts() },
    runs: await runsOf(world, recorder),
  };
}

type Testimony = Omit<Witness, 'healedAt' | 'looks' | 'faults' | 'runs'>;

/** What was seen of one service, and what is left of it. */
export async function testimonyOf(
  { world, site, spec, initialDigest, pushes, overrides }: Stage,
  { history, recorder, startedAt }: Course,
): Promise<Testimony> {
  const { twin, region } = world;
  return {
    ...recorder,
    sights: recorder.sights.filter(({ at }) => at >= startedAt),
    history,
    site,
    terms: termsOf(spec, site.environment),
    startedAt,
    endedAt: twin.clock.now(),
    initialDigest,
    tasksBefore: recorder.sights[0]?.behind.a.length ?? 0,
    pushes,
    overrides,
    deliveries: twin.peer('sns', region).deliveries(),
    releases: await readLedger(world, site.service),
    last: await lastLook(world, site),
  };
}

/** Where releases end, whatever places come before. */
async function lastPlace(world: World): Promise<{ readonly site: Site; readonly spec: Spec }> {
  const [any] = world.sites;
  if (any === undefined) throw new Error('the assembly of the campaign has no service');
  const spec = await specOf(world, any.service);
  const last = spec.environments.at(-1)?.name;
  return { spec, site: world.sites.find(({ environment }) => environment === last) ?? any };
}

function servedNow({ sights }: Recorder): string {
  const digest = sights.at(-1)?.behind.a[0];
  if (digest === undefined) throw new Error('nothing serves before the campaign begins');
  return digest;
}

/** A person reads both topics. */
export async function listenToNotices(world: World): Promise<void> {
  const { Topics = [] } = await call<sns.ListTopicsCommandOutput>(world, 'sns', {
    operation: 'ListTopics',
    input: {},
  });
  for (const { TopicArn } of Topics) {
    const input = {
      TopicArn,
      Protocol: 'email',
      Endpoint: 'bystander@example.com',
      ReturnSubscriptionArn: true,
    };
    const { SubscriptionArn = '' } = await call<sns.SubscribeCommandOutput>(world, 'sns', {
      operation: 'Subscribe',
      input,
    });
    world.twin.peer('sns', world.region).confirm(SubscriptionArn);
  }
}

interface Course {
  readonly history: History;
  readonly recorder: Recorder;
  readonly startedAt: number;
}

async function runToTheEnd(stage: Stage, course: Course): Promise<readonly Look[]> {
  const { world, site, pushes } = stage;
  const { clock, pump } = world.twin;
  const { history, recorder, startedAt } = course;
  const lastStrokeAt = startedAt + Math.max(0, ...history.strokes.map(({ atMs }) => atMs));
  const healedAt = startedAt + history.healMs;
  const giveUpAt = healedAt + PATIENCE_MS;
  const looks: Look[] = [];
  let healed = false;
  let quietSince: number | undefined;
  while (clock.now() < giveUpAt) {
    await pump.run(clock.now() + LOOK_EVERY_MS);
    recorder.see();
    const seen = await look(world, site);
    looks.push(seen);
    if (!healed && clock.now() >= healedAt) {
      healed = true;
      await heal(stage, history);
    }
    // A push whose event was lost is found by the sweep, or never.
    const isHeard = seen.releases.length >= pushes.length || clock.now() > healedAt + UNHEARD_MS;
    if (!healed || clock.now() < lastStrokeAt || !seen.quiet || !isHeard) quietSince = undefined;
    else quietSince ??= clock.now();
    if (quietSince !== undefined && clock.now() - quietSince >= AFTER_MS) break;
  }
  return looks;
}

/** From now on nothing fails. Who paused comes back and resumes. */
async function heal({ world, site, requestsPerSecond }: Stage, history: History): Promise<void> {
  const { twin, region, users } = world;
  twin.trace.add('scenario', { healed: true });
  twin.faults.clear();
  twin.peer('ecs', region).setCapacity(Number.POSITIVE_INFINITY);
  users.change('*', { requestsPerSecond });
  if (!has(history, 'decide')) return;
  const resumption = { person: 'pia', action: 'resume', reason: 'all is well' } as const;
  // Run beside, so that time passes for the call.
  decideOnRelease(world, site.service, resumption).catch(() => undefined);
}

async function lastLook(world: World, site: Site): Promise<LastLook> {
  const { Rules = [] } = await call<elb.DescribeRulesCommandOutput>(world, 'elasticloadbalancing', {
    operation: 'DescribeRules',
    input: { ListenerArn: site.productionListenerArn },
  });
  const { services = [] } = await call<ecs.DescribeServicesCommandOutput>(world, 'ecs', {
    operation: 'DescribeServices',
    input: { cluster: site.clusterName, services: [site.serviceName] },
  });
  const tasks = world.twin
    .peer('ecs', world.region)
    .tasks()
    .filter(({ serviceName }) => serviceName === site.serviceName)
    .map(({ taskDefinitionArn, containers }) => ({
      definition: taskDefinitionArn,
      digest: containers.find(({ name }) => name === site.containerName)?.imageDigest ?? '',
    }));
  return {
    overlay: Rules.some(({ Priority }) => Priority !== 'default' && Priority !== undefined),
    deploymentsActive:
      site.controller === 'codedeploy'
        ? await deploymentsOf(world, site)
        : (services[0]?.deployments?.length ?? 1) - 1,
    taskSets: services[0]?.taskSets?.length ?? 0,
    definitions: await definitionsOf(world, site, tasks),
    tasks,
  };
}

async function deploymentsOf(world: World, site: Site): Promise<number> {
  const { deployments = [] } = await call<codedeploy.ListDeploymentsCommandOutput>(
    world,
    'codedeploy',
    {
      operation: 'ListDeployments',
      input: {
        applicationName: site.applicationName,
        deploymentGroupName: site.deploymentGroupName,
        includeOnlyStatuses: ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'],
      },
    },
  );
  return deployments.length;
}

/** Of the families that the service runs: a world has many others. */
async function definitionsOf(
  world: World,
  site: Site,
  running: LastLook['tasks'],
): Promise<LastLook['definitions']> {
  const families = new Set(running.map(({ definition }) => familyOf(definition)));
  const arns = await Promise.all([...families].map((family) => arnsOf(world, family)));
  const found = await Promise.all(
    arns.flat().map((taskDefinition) =>
      call<ecs.DescribeTaskDefinitionCommandOutput>(world, 'ecs', {
        operation: 'DescribeTaskDefinition',
        input: { taskDefinition },
      }),
    ),
  );
  return found.flatMap(({ taskDefinition }) =>
    (taskDefinition?.containerDefinitions ?? [])
      .filter(
        ({ name, image = '' }) => name === site.containerName && image.includes(repositoryOf(site)),
      )
      .map(({ image = '' }) => ({ arn: taskDefinition?.taskDefinitionArn ?? '', image })),
  );
}

const familyOf = (definition: string): string =>
  /task-definition\/(.+):\d+$/.exec(definition)?.[1] ?? '';

async function arnsOf(world: World, familyPrefix: string): Promise<readonly string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page: ecs.ListTaskDefinitionsCommandOutput = await call(world, 'ecs', {
      operation: 'ListTaskDefinitions',
      input: { familyPrefix, nextToken },
    });
    arns.push(...(page.taskDefinitionArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return arns;
}
