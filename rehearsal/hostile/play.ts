// Sends everything that nobody should send to one service, while nothing else happens, and looks what came of it.
import type {
  DescribeLogGroupsCommandOutput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Assembly } from '../../twin/assembly/assembly.ts';
import { readScenario } from '../../twin/scenario/read-scenario.ts';
import { call } from '../campaign/perform.ts';
import { listenToNotices } from '../campaign/play.ts';
import { startShopWith } from '../shop.ts';
import type { World } from '../world.ts';
import { type HostileRequest, requests, SECRET, triggers } from './inputs.ts';

export interface HostileReport {
  readonly triggers: number;
  readonly requests: number;
  /** Of the executions that triggers started: how they ended. */
  readonly ends: Readonly<Record<string, number>>;
  /** Of the requests: what they were answered. */
  readonly answers: Readonly<Record<string, number>>;
  /** Calls that changed a service, its tasks or its traffic. */
  readonly changes: readonly string[];
  /** Where the secret was seen. */
  readonly surfaced: readonly string[];
  /** Requests that were neither refused nor a mere look. */
  readonly accepted: readonly string[];
}

const MINUTE_MS = 60_000;
const CHANGED = ['codedeploy', 'ecs', 'elasticloadbalancing', 'application-autoscaling'];

export async function playHostile(assembly: Assembly): Promise<HostileReport> {
  const world = await startShopWith({ assembly, seed: 1, scenario: quiet });
  const { twin } = world;
  await listenToNotices(world);
  await twin.pump.run(twin.clock.now() + 5 * MINUTE_MS);
  const changes: string[] = [];
  const ends: Record<string, number> = {};
  twin.trace.listen(({ kind, detail }) => {
    const { service, operation, caller, arn, status } = detail as Record<string, string>;
    if (kind === 'execution' && arn?.includes(':spillway-release:') && status !== undefined) {
      ends[status] = (ends[status] ?? 0) + 1;
    }
    if (kind !== 'call' || !caller?.includes('assumed-role/Spillway-')) return;
    if (!CHANGED.includes(service ?? '') || /^(Describe|Get|List|Batch)/.test(operation ?? ''))
      return;
    changes.push(`${service}:${operation}`);
  });
  const answers = await Promise.all([
    ...requests.map((request, index) => knock(world, request, index)),
    ...triggers.map((trigger, index) => start(world, trigger, index)),
    twin.pump.run(twin.clock.now() + 5 * MINUTE_MS),
  ]);
  const told = answers.flatMap((answer) => (typeof answer === 'object' ? [answer] : []));
  return {
    triggers: triggers.length,
    requests: requests.length,
    ends,
    answers: counts(told.map(({ status }) => String(status))),
    changes,
    surfaced: await surfaced(
      world,
      told.map(({ body }) => body),
    ),
    accepted: told.flatMap(({ status, request }) =>
      status < 400 && request.method !== 'GET' ? [request.body.slice(0, 80)] : [],
    ),
  };
}

const quiet = () => readScenario(JSON.stringify({ name: 'hostile' }));

async function start(world: World, trigger: unknown, index: number): Promise<void> {
  const { twin, region } = world;
  await twin.clock.sleep(index * 1000);
  const input = {
    stateMachineArn: `arn:aws:states:${region}:${twin.account}:stateMachine:spillway-release`,
    name: `hostile-${index}`,
    input: JSON.stringify(trigger),
  };
  await call(world, 'states', { operation: 'StartExecution', input });
}

interface Knocked {
  readonly request: HostileRequest;
  readonly status: number;
  readonly body: string;
}

async function knock(world: World, request: HostileRequest, index: number): Promise<Knocked> {
  const { twin, region, operateUrl } = world;
  await twin.clock.sleep(index * 1000);
  const { method, path, body, signed } = request;
  const account = twin.account;
  const arn = `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Releases_0123456789abcdef/eve`;
  const answer = await twin.peer('lambda', region).requestUrl({
    host: new URL(operateUrl).host,
    method,
    path,
    query: { secret: SECRET },
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SECRET}` },
    body,
    caller: { kind: 'account', account, arn: signed ? arn : '' },
    signed,
  });
  if (answer === undefined) throw new Error('nobody answers at the operators’ door');
  return { request, status: answer.statusCode, body: answer.body };
}

/** Logs, notices, the table, and what callers were told. */
async function surfaced(world: World, bodies: readonly string[]): Promise<readonly string[]> {
  const seen: string[] = [];
  const look = (where: string, text: string) => {
    if (text.includes(SECRET)) seen.push(`${where}: ${text.slice(0, 300)}`);
  };
  for (const body of bodies) look('answer', body);
  for (const delivery of world.twin.peer('sns', world.region).deliveries()) {
    look('notice', JSON.stringify(delivery));
  }
  const { Items = [] } = await call<ScanCommandOutput>(world, 'dynamodb', {
    operation: 'Scan',
    input: { TableName: world.tableName },
  });
  for (const item of Items) look('table', JSON.stringify(item));
  const { logGroups = [] } = await call<DescribeLogGroupsCommandOutput>(world, 'logs', {
    operation: 'DescribeLogGroups',
    input: {},
  });
  for (const { logGroupName } of logGroups) {
    const { events = [] } = await call<FilterLogEventsCommandOutput>(world, 'logs', {
      operation: 'FilterLogEvents',
      input: { logGroupName },
    });
    for (const { message = '' } of events) look(`log ${logGroupName}`, message);
  }
  return seen;
}

function counts(names: readonly string[]): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const name of names) found[name] = (found[name] ?? 0) + 1;
  return found;
}
