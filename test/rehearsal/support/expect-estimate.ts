// The plan says beforehand what a release will take; the twin counts what it took.
import { expect } from 'vitest';
import { tableKeys } from '../../../core/contract/table-keys.ts';
import { estimateCost } from '../../../core/plan/estimate-cost.ts';
import { estimateTransitions, totalTransitions } from '../../../core/plan/estimate-transitions.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { readItem } from '../../../rehearsal/ledger.ts';
import type { Rehearsed } from './rehearse-shop.ts';

const TOLERANCE = 0.15;

export async function expectEstimate({ world, release }: Rehearsed): Promise<void> {
  const { document = '{}' } = await readItem(world, tableKeys.plan(release.releaseId));
  const plan = JSON.parse(document) as Plan;
  const cost = estimateCost(plan, {});
  const lambdas = cost.release.find(({ unit }) => unit === 'requests')?.quantity ?? 0;
  expectNear('transitions', totalTransitions(estimateTransitions(plan)), release.stateTransitions);
  expectNear('function calls', lambdas, release.lambdaInvocations);
  expectNear('cost', cost.controlUsd, release.costUsd);
}

/** A handful of calls is within reason for any release. */
const HANDFUL = 5;

function expectNear(what: string, estimated: number, counted: number): void {
  const allowed = Math.max(TOLERANCE * counted, what === 'cost' ? 0 : HANDFUL);
  expect(
    Math.abs(estimated - counted),
    `${what}: ${estimated}, counted ${counted}`,
  ).toBeLessThanOrEqual(allowed);
}
