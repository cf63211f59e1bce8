// What a person at a terminal sees while a rehearsal runs: one line, drawn again whenever users move.
import type { Observer } from '../rehearsal/observer.ts';
import type { Io } from './command.ts';

const CLEAR_LINE = '\r\u001b[K';

export interface Progress {
  say(text: string): void;
  readonly watch: (world: unknown, observer: Pick<Observer, 'onShare'>) => void;
  /** Leaves no trace of itself. */
  end(): void;
}

/** Says nothing where nobody watches. */
export function showProgress({ terminal, err }: Pick<Io, 'terminal' | 'err'>): Progress {
  const draw = (text: string) => {
    if (terminal) err(`${CLEAR_LINE}${text}`);
  };
  return {
    say: draw,
    watch: (_world, observer) =>
      observer.onShare(({ at, site, percents }) => {
        const clock = new Date(at).toISOString().slice(11, 16);
        const { a, b } = percents;
        draw(`${clock}  ${site.service} in ${site.environment}: users ${a} to ${b}`);
      }),
    end: () => draw(''),
  };
}
