// One seed from drawing to verdict.
import type { TraceListener } from '../../twin/kernel/trace.ts';
import { drawHistory } from '../faults/swarm.ts';
import { judgeAll } from '../invariants/all.ts';
import type { AssemblyOf } from './assembly.ts';
import { isEchoed, judgeEcho, withoutEchoes } from './echo.ts';
import { type History, type Mix, mixes, type Way } from './history.ts';
import { playHistory } from './play.ts';
import { type SeedVerdict, verdictOf } from './verdict.ts';

export interface Seed {
  readonly seed: number;
  readonly mix: Mix;
  /** Drawn where nobody wants a certain one. */
  readonly way?: Way | undefined;
}

/** Without a wish, seeds take turns. */
export const mixOf = (seed: number, wanted: Mix | undefined): Mix =>
  wanted ?? mixes[seed % mixes.length] ?? 'faulty';

export const judgeSeed = ({ seed, mix, way }: Seed, options: Judging): Promise<SeedVerdict> =>
  judgeHistory(drawHistory(seed, mix, way), options);

export interface Judging {
  readonly assemblyOf: AssemblyOf;
  readonly nowMs: () => number;
  readonly trace?: TraceListener;
}

export async function judgeHistory(
  history: History,
  { nowMs, assemblyOf, ...listening }: Judging,
): Promise<SeedVerdict> {
  const startedMs = nowMs();
  try {
    const played = { ...listening, assembly: await assemblyOf(history.way) };
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
export function crashed({ seed, mix, way }: History, error: unknown, wallMs: number): SeedVerdict {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    seed,
    mix,
    way,
    outcomes: [],
    faults: {},
    invariants: { crash: { checked: 1, violated: 1 } },
    violations: [{ seed, mix, way, invariant: 'crash', at: '', detail }],
    pairs: [],
    falls: [],
    virtualMs: 0,
    wallMs,
  };
}
