// Waits of a deployment that a stop, an alarm or a deadline ends early. A call that is under way is never torn.
import type { Clock } from '../../kernel/clock.ts';
import type { Halt } from './halt.ts';

export interface Wait {
  /** Whether somebody finished the wait or its time ran out. Rejects when the deployment is halted. */
  readonly outcome: Promise<'finished' | 'expired'>;
  finish(): void;
}

export interface Interrupt {
  /** The first one counts. */
  raise(halt: Halt): void;
  /** Throws what was raised, if anything was. */
  check(): void;
  wait(delayMs: number): Wait;
  sleep(delayMs: number): Promise<void>;
}

export function createInterrupt(clock: Clock): Interrupt {
  let raised: Halt | undefined;
  const waiting = new Set<(halt: Halt) => void>();
  const check = () => {
    if (raised !== undefined) throw raised;
  };
  const wait = (delayMs: number): Wait => {
    let finish = () => {};
    const outcome = new Promise<'finished' | 'expired'>((resolve, reject) => {
      const settle = (run: () => void) => () => {
        timer.cancel();
        waiting.delete(halted);
        run();
      };
      const halted = (halt: Halt) => settle(() => reject(halt))();
      const timer = clock.after(delayMs, () => settle(() => resolve('expired'))());
      finish = settle(() => resolve('finished'));
      waiting.add(halted);
      if (raised !== undefined) halted(raised);
    });
    return { outcome, finish: () => finish() };
  };
  return {
    check,
    wait,
    sleep: async (delayMs) => {
      await wait(delayMs).outcome;
    },
    raise(halt) {
      if (raised !== undefined) return;
      raised = halt;
      for (const halted of [...waiting]) halted(halt);
    },
  };
}
