// Reduces a history that broke a law to the strokes that it takes: the shortest story is the one that is understood.
import type { History } from './history.ts';

/** More tries than this take too long; what is left then is short enough. */
const TRIES_MAX = 60;

/** Leaves strokes out, halves first, as long as the law is still broken. */
export async function shrink(
  history: History,
  stillBreaks: (candidate: History) => Promise<boolean>,
): Promise<History> {
  let best = history;
  let tries = 0;
  for (let size = Math.ceil(best.strokes.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < best.strokes.length; ) {
      if (tries >= TRIES_MAX) return best;
      const strokes = best.strokes.filter((_each, index) => index < from || index >= from + size);
      tries += 1;
      if (await stillBreaks({ ...best, strokes })) best = { ...best, strokes };
      else from += size;
    }
  }
  return best;
}
