// How long executions became, and how fast: a loop that does not wait is fast long before it is long.
import type * as sfn from '@aws-sdk/client-sfn';
import type { World } from '../world.ts';
import { call } from './perform.ts';
import type { Recorder } from './record.ts';
import type { Runs, SeenExecution } from './witness.ts';

const MINUTE_MS = 60_000;
/** Nobody asks for more at once. */
const PAGE = 1000;

export async function runsOf(
  world: World,
  { executions }: Recorder,
): Promise<Readonly<Record<string, Runs>>> {
  const runs: Record<string, Runs> = {};
  for (const seen of executions.filter(({ status }) => status === 'RUNNING')) {
    const times = await timesOf(world, seen);
    const { longest, fastest } = runs[seen.machine] ?? { longest: 0, fastest: 0 };
    runs[seen.machine] = {
      longest: Math.max(longest, times.length),
      fastest: Math.max(fastest, mostWithin(times, MINUTE_MS)),
    };
  }
  return runs;
}

/** When each event of an execution happened. */
async function timesOf(world: World, { machine, name }: SeenExecution): Promise<readonly number[]> {
  const account = `${world.region}:${world.twin.account}`;
  const executionArn = `arn:aws:states:${account}:execution:${machine}:${name}`;
  const times: number[] = [];
  let nextToken: string | undefined;
  do {
    const page = await call<sfn.GetExecutionHistoryCommandOutput>(world, 'states', {
      operation: 'GetExecutionHistory',
      input: { executionArn, maxResults: PAGE, ...(nextToken && { nextToken }) },
    });
    times.push(...(page.events ?? []).map(({ timestamp }) => Number(timestamp)));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return times;
}

/** The most of these ordered moments that lie within one span. */
function mostWithin(times: readonly number[], spanMs: number): number {
  let first = 0;
  let most = 0;
  for (const [last, time] of times.entries()) {
    while (time - (times[first] ?? time) >= spanMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
