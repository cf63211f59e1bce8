// What a release needed of AWS, counted in the twin's trace, and what that costs.
import type * as sdk from '@aws-sdk/client-sfn';
import { pricesUsd, usage } from '../core/plan/estimate-cost.ts';
import type { World } from './world.ts';

export interface CostBasis {
  readonly stateTransitions: number;
  readonly lambdaInvocations: number;
  readonly apiCalls: number;
  readonly metricsRead: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Of one call, about: a record with its plan is read at 6 KB; an event and the record are written in a transaction. */
const UNITS: Readonly<Record<string, Partial<Pick<CostBasis, 'readUnits' | 'writeUnits'>>>> = {
  GetItem: { readUnits: 1.5 },
  Query: { readUnits: 2 },
  PutItem: { writeUnits: 1 },
  UpdateItem: { writeUnits: 1 },
  TransactWriteItems: { writeUnits: 6 },
};

export async function countWork(
  world: World,
  span: { readonly fromMs: number; readonly toMs: number },
): Promise<CostBasis> {
  let [lambdaInvocations, apiCalls, metricsRead, readUnits, writeUnits] = [0, 0, 0, 0, 0];
  for (const { at, kind, detail } of world.twin.trace.records()) {
    if (at < span.fromMs || at > span.toMs || !isOurs(String(detail['caller']))) continue;
    if (kind === 'bill') metricsRead += Number(detail['metricsRead']);
    if (kind !== 'call') continue;
    apiCalls += 1;
    if (detail['operation'] === 'Invoke') lambdaInvocations += 1;
    const units = UNITS[String(detail['operation'])];
    readUnits += units?.readUnits ?? 0;
    writeUnits += units?.writeUnits ?? 0;
  }
  const stateTransitions = await countTransitions(world, span);
  return { stateTransitions, lambdaInvocations, apiCalls, metricsRead, readUnits, writeUnits };
}

/** Roles of the stack that holds nothing but Spillway; the sweep runs every minute, release or not. */
const isOurs = (caller: string): boolean =>
  caller.includes('assumed-role/Spillway-') && !/sweepreleases|Scheduler/.test(caller);

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

export const costUsd = (work: CostBasis): number =>
  work.stateTransitions * pricesUsd.stateTransition +
  work.lambdaInvocations * pricesUsd.lambdaRequest +
  work.lambdaInvocations * usage.gbSecondsPerLambda * pricesUsd.lambdaGbSecondArm64 +
  work.metricsRead * pricesUsd.metricRead +
  work.readUnits * pricesUsd.readUnit +
  work.writeUnits * pricesUsd.writeUnit;
