// Waits of a deployment that a stop, an alarm or a deadline ends early. A call that is under way is never torn.
import type { Clock, Purpose } from '../../kernel/clock.ts';
import { Halt } from './halt.ts';

export interface Wait {
  /** Whether somebody finished the wait or its time ran out. Rejects when the deployment is halted. */
  readonly outcome: Promise<'finished' | 'expired'>;
  finish(): void;
}

type Ending = 'finished' | 'expired' | Halt;

export interface Interrupt {
  /** The first one counts. */
  raise(halt: Halt): void;
  /** Throws what was raised, if anything was. */
  check(): void;
  /** `deadline` where it is somebody's answer that is waited for. */
  wait(delayMs: number, purpose?: Purpose): Wait;
  sleep(delayMs: number): Promise<void>;
}

export function createInterrupt(clock: Clock): Interrupt {
  let raised: Halt | undefined;
  const waiting = new Set<(how: Ending) => void>();
  const wait = (delayMs: number, purpose?: Purpose): Wait => {
    let finish = () => {};
    const outcome = new Promise<'finished' | 'expired'>((resolve, reject) => {
      const settle = (how: Ending) => {
        timer.cancel();
        waiting.delete(settle);
        if (how instanceof Halt) reject(how);
        else resolve(how);
      };
      const timer = clock.after(delayMs, () => settle('expired'), purpose);
      waiting.add(settle);
      finish = () => settle('finished');
      if (raised !== undefined) settle(raised);
    });
    return { outcome, finish: () => finish() };
  };
  return {
    wait,
    check() {
      if (raised !== undefined) throw raised;
    },
    async sleep(delayMs) {
      await wait(delayMs).outcome;
    },
    raise(halt) {
      if (raised !== undefined) return;
      raised = halt;
      for (const settle of [...waiting]) settle(halt);
    },
  };
}
