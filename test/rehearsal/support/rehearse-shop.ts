// A rehearsal for a test: what a scenario leaves out is as usual, and everything that happened stays at hand.
import type { ReleaseEvent } from '../../../core/release/event.ts';
import { type LedgerView, readLedger } from '../../../rehearsal/ledger.ts';
import type { Observer } from '../../../rehearsal/observer.ts';
import type { RehearsalReport, ReleaseReport } from '../../../rehearsal/report.ts';
import { rehearse } from '../../../rehearsal/run.ts';
import { loadScenario, rehearsalSchema } from '../../../rehearsal/scenario.ts';
import { shopAssembly } from '../../../rehearsal/shop-assembly.ts';
import type { World } from '../../../rehearsal/world.ts';
import type { Assembly } from '../../../twin/assembly/assembly.ts';

export interface Rehearsed {
  readonly report: RehearsalReport;
  readonly world: World;
  readonly observer: Observer;
  readonly ledgers: readonly LedgerView[];
  /** Of the first release. */
  readonly release: ReleaseReport;
  readonly events: readonly ReleaseEvent[];
  /** The new version's weights in production, in order. */
  readonly weights: readonly number[];
}

export interface RehearseOptions {
  readonly seed?: number;
  /** The shop's when absent. */
  readonly assembly?: Assembly;
  /** Before anything happens. */
  readonly prepare?: (world: World, observer: Observer) => void;
}

/** One of Spillway's own scenarios by name, or one written here. */
export async function rehearseShop(
  written: string | object,
  { seed = 1, prepare, ...options }: RehearseOptions = {},
): Promise<Rehearsed> {
  const scenario =
    typeof written === 'string'
      ? loadScenario(written)
      : rehearsalSchema.parse({ name: 'test', ...written });
  const assembly = options.assembly ?? (await shopAssembly());
  let seen: { world: World; observer: Observer } | undefined;
  const report = await rehearse({
    scenario,
    seed,
    assembly,
    nowMs: () => 0,
    watch: (world, observer) => {
      seen = { world, observer };
      prepare?.(world, observer);
    },
  });
  if (seen === undefined) throw new Error('nobody was told of the world');
  const ledgers = await readLedger(seen.world, scenario.service);
  const [release] = report.releases;
  if (release === undefined) throw new Error('no release came of it');
  return {
    report,
    ...seen,
    ledgers,
    release,
    events: ledgers[0]?.events ?? [],
    weights: productionWeights(release),
  };
}

/** How long CodeDeploy may need to switch after Spillway's own rule is gone: for so long blue serves again. */
const HAND_BACK_SECONDS_MAX = 20;

/** Without the moment between two phases in which the listener is handed back. */
function productionWeights({ weights }: ReleaseReport): readonly number[] {
  const production = weights.filter(({ environment }) => environment === 'production');
  return production
    .filter(({ at, weight }, index) => {
      const next = production[index + 1];
      const handsBack = weight === 0 && next?.weight === 100;
      return !handsBack || minutesBetween(at, next.at) * 60 > HAND_BACK_SECONDS_MAX;
    })
    .map(({ weight }) => weight);
}

/** The types of the events, in order, each once where it repeats itself. */
export const story = (events: readonly ReleaseEvent[]): readonly string[] =>
  events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);

export const minutesBetween = (from: string | null, to: string | null): number =>
  (Date.parse(to ?? '') - Date.parse(from ?? '')) / 60_000;
