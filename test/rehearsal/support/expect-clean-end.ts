// What must be true of the world after every rehearsal, however it went: nothing left over, everything told.
import type { DescribeScalableTargetsCommandOutput } from '@aws-sdk/client-application-auto-scaling';
import type { DescribeServicesCommandOutput } from '@aws-sdk/client-ecs';
import type { DescribeRulesCommandOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  ListExecutionsCommandOutput,
  ListStateMachinesCommandOutput,
} from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import type { Site } from '../../../core/contract/site.ts';
import { tableKeys } from '../../../core/contract/table-keys.ts';
import { isTerminal } from '../../../core/release/transitions.ts';
import { readItem } from '../../../rehearsal/ledger.ts';
import { repositoryOf } from '../../../rehearsal/repository.ts';
import type { World } from '../../../rehearsal/world.ts';
import type { Rehearsed } from './rehearse-shop.ts';

export interface CleanEndOptions {
  /** Environments in which what was promoted cannot run, so that nothing may be running at this moment. */
  readonly crashing?: readonly string[];
}

export async function expectCleanEnd(
  rehearsed: Rehearsed,
  { crashing = [] }: CleanEndOptions = {},
): Promise<void> {
  const { report, world, release } = rehearsed;
  expect(report.iam.denied).toEqual([]);
  expectLedgers(rehearsed);
  expectNotices(rehearsed);
  for (const site of world.sites) {
    const what = `${site.service} ${site.environment}`;
    if (!crashing.includes(site.environment)) {
      expect(await serving(world, site), what).toEqual(await meantToServe(world, site));
    }
    expect(await overlays(world, site), what).toEqual([]);
    expect(await place(world, site), what).toEqual({
      moving: '',
      token: '',
      rollback: '',
      heldFor: '',
    });
  }
  expect(await heldScaling(world)).toEqual([]);
  expect(await lane(world, release.service)).toEqual({ moving: null, waiting: null });
  expect(await runningExecutions(world)).toEqual([]);
}

/** Each release has ended, its events are in order without gaps, and a breach comes with its numbers. */
function expectLedgers({ ledgers }: Rehearsed): void {
  for (const { record, events } of ledgers) {
    expect(isTerminal(record.status), `${record.releaseId} is ${record.status}`).toBe(true);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.length).toBe(record.sequence);
    for (const event of events) {
      if (event.type === 'rollback.started') expect(event.reason, 'a reason').not.toBe('');
      if (event.type !== 'bake.judged') continue;
      const { findings, reason } = event.verdict;
      expect(findings.length > 0 || reason.startsWith('nothing is watched: '), reason).toBe(true);
    }
  }
}

const ENDINGS =
  / (is promoted|was rolled back|needs a person|was refused|gave way|was not released|was cancelled)/;

/** One notice tells the end of each release; on-call hears once of each problem where releases end. */
function expectNotices({ report, ledgers }: Rehearsed): void {
  const told = (topic: string): readonly string[] =>
    report.notices
      .filter((notice) => notice.topic === topic && ENDINGS.test(notice.subject))
      .map(({ subject }) => subject);
  expect(told('releases')).toHaveLength(ledgers.length);
  for (const { record } of ledgers) {
    const mine = told('releases').filter((subject) =>
      subject.includes(`${record.service} ${record.artifact.version} `),
    );
    expect(mine.length, `${record.releaseId}: ${mine}`).toBeGreaterThanOrEqual(1);
  }
  const problems = ledgers.filter(({ record }) =>
    record.status === 'ROLLED_BACK' || record.status === 'FAILED_SAFE'
      ? record.environment === record.admission?.environments.at(-1)
      : false,
  );
  expect(told('on-call')).toHaveLength(problems.length);
}

/** The digests of all tasks that run, and the shares of the target groups. */
async function serving(world: World, site: Site) {
  const { twin, region } = world;
  const tasks = twin
    .peer('ecs', region)
    .tasks()
    .filter(
      ({ serviceName, lastStatus }) => serviceName === site.serviceName && lastStatus === 'RUNNING',
    );
  const digests = new Set(tasks.flatMap(({ containers }) => containers.map((c) => c.imageDigest)));
  const { services = [] } = (await ask(world, 'ecs', 'DescribeServices', {
    cluster: site.clusterName,
    services: [site.serviceName],
  })) as DescribeServicesCommandOutput;
  const [service] = services;
  const shares = twin.peer('elasticloadbalancing', region).route({
    listenerArn: site.productionListenerArn,
    host: '',
    path: '/',
    method: 'GET',
    headers: {},
  });
  return {
    digests: [...digests],
    tasks: tasks.length - (service?.desiredCount ?? 0),
    groups: shares.filter(({ share }) => share > 0).length,
  };
}

/** What was promoted last, or what CloudFormation started; in as many tasks as are wanted, behind one group. */
async function meantToServe(world: World, site: Site) {
  const { stable } = await readItem(world, tableKeys.environment(site.service, site.environment));
  const known = stable === undefined ? '' : String(JSON.parse(stable).digest);
  const digest = known === '' ? initialDigest(world, site) : known;
  return { digests: [digest], tasks: 0, groups: 1 };
}

const initialDigest = (world: World, { service }: Site): string => {
  const { twin, region } = world;
  const repository = repositoryOf(world, service);
  const uri = `${twin.account}.dkr.ecr.${region}.amazonaws.com/${repository}:initial`;
  return twin.peer('ecr', region).resolve(uri)?.digest ?? 'no initial image';
};

async function overlays(world: World, { productionListenerArn }: Site): Promise<string[]> {
  const { Rules = [] } = (await ask(world, 'elasticloadbalancing', 'DescribeRules', {
    ListenerArn: productionListenerArn,
  })) as DescribeRulesCommandOutput;
  return Rules.flatMap(({ Priority, RuleArn = '' }) => (Priority === '1' ? [RuleArn] : []));
}

async function place(world: World, { service, environment }: Site) {
  const item = await readItem(world, tableKeys.environment(service, environment));
  const {
    releaseId: moving = '',
    taskToken: token = '',
    rollbackExecutionArn: rollback = '',
    scalingHeldFor: heldFor = '',
  } = item;
  return { moving, token, rollback, heldFor };
}

/** Services that may not scale in any more. */
async function heldScaling(world: World): Promise<string[]> {
  const { ScalableTargets = [] } = (await ask(
    world,
    'application-autoscaling',
    'DescribeScalableTargets',
    { ServiceNamespace: 'ecs' },
  )) as DescribeScalableTargetsCommandOutput;
  return ScalableTargets.flatMap(({ ResourceId = '', SuspendedState }) =>
    SuspendedState?.DynamicScalingInSuspended ? [ResourceId] : [],
  );
}

async function lane(world: World, service: string) {
  const { document = '{}' } = await readItem(world, tableKeys.lane(service));
  const { moving = null, waiting = null } = JSON.parse(document);
  return { moving, waiting };
}

async function runningExecutions(world: World): Promise<string[]> {
  const { stateMachines = [] } = (await ask(
    world,
    'states',
    'ListStateMachines',
    {},
  )) as ListStateMachinesCommandOutput;
  const running = stateMachines.map(async ({ stateMachineArn }) => {
    const { executions = [] } = (await ask(world, 'states', 'ListExecutions', {
      stateMachineArn,
      statusFilter: 'RUNNING',
    })) as ListExecutionsCommandOutput;
    return executions.map(({ executionArn = '' }) => executionArn);
  });
  return (await Promise.all(running)).flat();
}

const ask = (
  { twin, region }: World,
  service: Parameters<World['twin']['call']>[0]['service'],
  operation: string,
  input: object,
): Promise<object> => twin.call({ service, operation, input, region });
