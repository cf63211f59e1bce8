/** Draws a text again and again in the same place of a terminal. */
import type { Io } from '../command.ts';

/** One write per frame, so that nothing flickers; a text that is too tall loses its end. */
export function createFrame(io: Pick<Io, 'out' | 'rows'>): (text: string) => void {
  let height = 0;
  return (text) => {
    const lines = text
      .trimEnd()
      .split('\n')
      .slice(0, Math.max(1, io.rows - 1));
    const back = height === 0 ? '' : `\u001b[${height}A\r`;
    // Each line is cleared to its end, and then whatever is left below of a taller frame.
    io.out(`${back}${lines.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`);
    height = lines.length;
  };
}
