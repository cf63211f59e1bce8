// One seed from drawing to verdict.
import type { Assembly } from '../../twin/assembly/assembly.ts';
import type { TraceListener } from '../../twin/kernel/trace.ts';
import { drawHistory } from '../faults/swarm.ts';
import { judgeAll } from '../invariants/all.ts';
import { isEchoed, judgeEcho, withoutEchoes } from './echo.ts';
import { type History, type Mix, mixes } from './history.ts';
import { playHistory } from './play.ts';
import { type SeedVerdict, verdictOf } from './verdict.ts';

export interface Seed {
  readonly seed: number;
  readonly mix: Mix;
}

/** Without a wish, seeds take turns. */
export const mixOf = (seed: number, wanted: Mix | undefined): Mix =>
  wanted ?? mixes[seed % mixes.length] ?? 'faulty';

export const judgeSeed = ({ seed, mix }: Seed, options: Judging): Promise<SeedVerdict> =>
  judgeHistory(drawHistory(seed, mix), options);

export interface Judging {
  readonly assembly: Assembly;
  readonly nowMs: () => number;
  readonly trace?: TraceListener;
}

export async function judgeHistory(
  history: History,
  { nowMs, ...played }: Judging,
): Promise<SeedVerdict> {
  const startedMs = nowMs();
  try {
    const witness = await playHistory({ history, ...played });
    const echo = isEchoed(history)
      ? {
          I11: judgeEcho(
            witness,
            await playHistory({ ...played, history: withoutEchoes(history) }),
          ),
        }
      : {};
    return verdictOf(witness, { ...judgeAll(witness), ...echo }, nowMs() - startedMs);
  } catch (error) {
    return crashed(history, error, nowMs() - startedMs);
  }
}

/** A world that falls over is a violation of its own: something met what nobody thought of. */
export function crashed({ seed, mix }: Seed, error: unknown, wallMs: number): SeedVerdict {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    seed,
    mix,
    outcomes: [],
    faults: {},
    invariants: { crash: { checked: 1, violated: 1 } },
    violations: [{ seed, mix, invariant: 'crash', at: '', detail }],
    pairs: [],
    falls: [],
    virtualMs: 0,
    wallMs,
  };
}
