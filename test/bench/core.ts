/** Benchmarks of the core: each function does one unit of work, so its rate is units per second. */
import { readdirSync, readFileSync } from 'node:fs';
import { createPlan } from '../../core/plan/create-plan.ts';
import { estimateCost } from '../../core/plan/estimate-cost.ts';
import { estimatePower } from '../../core/plan/estimate-power.ts';
import { assumedContext } from '../../core/plan/facts.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { replay } from '../../core/release/apply-event.ts';
import { readSpec } from '../../core/spec/index.ts';
import type { Spec } from '../../core/spec/spec.ts';
import { goodStory, ledgerOf, received } from '../core/builders.ts';

const folder = new URL('../../examples/shop/releases/', import.meta.url);
const texts = readdirSync(folder)
  .sort()
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
const specs = texts.flatMap((text) => readSpec(text).spec ?? []);
const plans = specs.map(planOf);
const ledger = ledgerOf([received, ...goodStory]);

/** One spec from text to total spec, with all its rules. */
export const validateSpec = takingTurns(texts, (text) => readSpec(text));

/** One spec to a hashed plan. */
export const planSpec = takingTurns(specs, planOf);

/** Cost and power of one plan. */
export const estimatePlan = takingTurns(plans, (plan) => [
  estimateCost(plan, {}),
  estimatePower(plan, {}),
]);

/** One release of sixteen events from its ledger. */
export function replayRelease(): unknown {
  return replay(ledger);
}

function planOf(spec: Spec): Plan {
  const result = createPlan(spec, assumedContext(spec));
  if (!result.planned) throw new Error(`${spec.service} cannot be planned`);
  return result.plan;
}

/** The next of the items at each call, so that no single one is optimised for. */
function takingTurns<T>(items: readonly T[], work: (item: T) => unknown): () => unknown {
  let turn = 0;
  return () => {
    const item = items[turn % items.length];
    turn += 1;
    if (item === undefined) throw new Error('there is nothing to measure');
    return work(item);
  };
}
