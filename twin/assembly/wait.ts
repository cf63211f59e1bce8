// Waiting in virtual time for what services need a while for.
import type { Clock } from '../kernel/clock.ts';
import { AssemblyError } from './error.ts';
import type { Wait } from './stack-host.ts';

const POLL_MS = 1000;
/** CloudFormation gives an ECS service three hours. */
const POLLS_MAX = 3 * 3600;

export async function waitFor(clock: Clock, { what, isOver }: Wait): Promise<void> {
  for (let poll = 0; poll < POLLS_MAX; poll += 1) {
    if (await isOver()) return;
    await clock.sleep(POLL_MS);
  }
  throw new AssemblyError(`Exceeded attempts to wait: ${what}`);
}
