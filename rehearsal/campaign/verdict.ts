// One seed, judged: what came of its releases, which laws were tested, which were broken. Plain data: it leaves a worker.
import { applyEvent, openRecord } from '../../core/release/apply-event.ts';
import { isTerminal } from '../../core/release/transitions.ts';
import type { Judgement } from '../invariants/invariant.ts';
import { fallsOf } from '../invariants/rollback.ts';
import type { LedgerView } from '../ledger.ts';
import type { Mix, Way } from './history.ts';
import type { Witness } from './witness.ts';

export interface SeedVerdict {
  readonly seed: number;
  readonly mix: Mix;
  readonly way: Way;
  readonly outcomes: readonly string[];
  readonly faults: Readonly<Record<string, number>>;
  readonly invariants: Readonly<
    Record<string, { readonly checked: number; readonly violated: number }>
  >;
  readonly violations: readonly SeedViolation[];
  /** `BAKING ROLLED_BACK`: the state in which a release was when its end began, and the end. */
  readonly pairs: readonly string[];
  /** From the first visible datum of a breach to the last user, with how many faults struck in the history. */
  readonly falls: readonly { readonly ms: number; readonly faults: number }[];
  readonly virtualMs: number;
  readonly wallMs: number;
}

export interface SeedViolation {
  readonly seed: number;
  readonly mix: Mix;
  readonly way: Way;
  readonly invariant: string;
  /** Virtual time. */
  readonly at: string;
  readonly detail: string;
}

export function verdictOf(
  witness: Witness,
  judgements: Readonly<Record<string, Judgement>>,
  wallMs: number,
): SeedVerdict {
  const { history, releases, startedAt, endedAt } = witness;
  const { seed, mix, way } = history;
  const judged = Object.entries(judgements);
  return {
    seed,
    mix,
    way,
    outcomes: releases.map(({ record }) => record.status),
    faults: strokesOf(witness),
    invariants: Object.fromEntries(
      judged.map(([id, { checked, violations }]) => [id, { checked, violated: violations.length }]),
    ),
    violations: judged.flatMap(([invariant, { violations }]) =>
      violations.map(({ at, detail }) => {
        return { seed, mix, way, invariant, at: new Date(at).toISOString(), detail };
      }),
    ),
    pairs: releases.flatMap(pairOf),
    falls: fallsOf(witness).flatMap(({ visibleAt, zeroAt, faults }) =>
      zeroAt === undefined ? [] : [{ ms: zeroAt - visibleAt, faults }],
    ),
    virtualMs: endedAt - startedAt,
    wallMs,
  };
}

/** A rule counts as often as it struck, under the name that the twin has for it; everything else once. */
function strokesOf({ history, faults }: Witness): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { ...faults };
  for (const stroke of history.strokes) {
    if (stroke.do === 'fault' && stroke.kind === `${stroke.rule.hook}.${stroke.rule.fault}`)
      continue;
    counts[stroke.kind] = (counts[stroke.kind] ?? 0) + 1;
  }
  return counts;
}

function pairOf({ events }: LedgerView): readonly string[] {
  const [first, ...rest] = events;
  if (first?.type !== 'release.received') return [];
  let record = openRecord(first);
  let before: string = record.status;
  for (const event of rest) {
    if (record.status !== 'ROLLING_BACK') before = record.status;
    record = applyEvent(record, event).record;
  }
  return isTerminal(record.status) ? [`${before} ${record.status}`] : [];
}
