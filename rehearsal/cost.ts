// What a release needed of AWS, counted in the twin's trace, and what that costs.
import type * as sdk from '@aws-sdk/client-sfn';
import type { World } from './world.ts';

export interface CostBasis {
  readonly stateTransitions: number;
  readonly lambdaInvocations: number;
  readonly apiCalls: number;
  readonly metricsRead: number;
}

/** us-east-1, November 2026; Lambda on arm64 with 512 MB. */
const USD = {
  transition: 0.025 / 1000,
  invocation: 0.2 / 1_000_000,
  /** A call of a function takes about half a second, waiting for AWS most of the time. */
  computeOfInvocation: 0.5 * 0.5 * 0.000_013_333_4,
  metricRead: 0.01 / 1000,
  /** Reads and writes of one small item, on demand: a mean of both. */
  tableCall: 0.75 / 1_000_000,
};

export async function countWork(
  world: World,
  span: { readonly fromMs: number; readonly toMs: number },
): Promise<CostBasis> {
  let [lambdaInvocations, apiCalls, metricsRead] = [0, 0, 0];
  for (const { at, kind, detail } of world.twin.trace.records()) {
    if (at < span.fromMs || at > span.toMs || kind !== 'call') continue;
    if (!String(detail['caller']).includes(OURS)) continue;
    apiCalls += 1;
    if (detail['operation'] === 'Invoke') lambdaInvocations += 1;
    if (detail['operation'] === 'GetMetricData') metricsRead += METRICS_PER_LOOK;
  }
  const stateTransitions = await countTransitions(world, span);
  return { stateTransitions, lambdaInvocations, apiCalls, metricsRead };
}

/** Roles of the stack that holds nothing but Spillway. */
const OURS = 'assumed-role/Spillway-';
const PAGE = 1000;

async function countTransitions(
  world: World,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<number> {
  const { stateMachines = [] } = await ask<sdk.ListStateMachinesCommandOutput>(
    world,
    'ListStateMachines',
    { maxResults: PAGE },
  );
  let count = 0;
  for (const { stateMachineArn } of stateMachines) {
    const { executions = [] } = await ask<sdk.ListExecutionsCommandOutput>(
      world,
      'ListExecutions',
      {
        stateMachineArn,
        maxResults: PAGE,
      },
    );
    for (const { executionArn } of executions) {
      for (const { type, timestamp } of await history(world, executionArn)) {
        const at = timestamp?.getTime() ?? 0;
        if (type?.endsWith('StateEntered') && at >= fromMs && at <= toMs) count += 1;
      }
    }
  }
  return count;
}

async function history(world: World, executionArn: string | undefined) {
  const events: sdk.HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const input = { executionArn, maxResults: PAGE, nextToken, includeExecutionData: false };
    const page = await ask<sdk.GetExecutionHistoryCommandOutput>(
      world,
      'GetExecutionHistory',
      input,
    );
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

const ask = async <Output>(world: World, operation: string, input: object): Promise<Output> =>
  (await world.twin.call({ service: 'states', operation, input, region: world.region })) as Output;

/** `aws/metrics.ts` asks for so many series at once. */
const METRICS_PER_LOOK = 7;

export const costUsd = (work: CostBasis): number =>
  work.stateTransitions * USD.transition +
  work.lambdaInvocations * (USD.invocation + USD.computeOfInvocation) +
  work.metricsRead * USD.metricRead +
  work.apiCalls * USD.tableCall;
