// What every part of a sweep works with.
import type { Deployments } from '../../aws/deployments.ts';
import type { Desk } from '../../aws/desk.ts';
import type { Executions } from '../../aws/executions.ts';
import type { Images } from '../../aws/images.ts';
import type { LoadBalancer } from '../../aws/load-balancer.ts';
import type { Scaling } from '../../aws/scaling.ts';
import type { TellingDesk } from '../../aws/telling-desk.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { isTerminal } from '../../core/release/transitions.ts';

export interface Hands {
  readonly deployments: Deployments;
  readonly desk: TellingDesk;
  readonly executions: Executions;
  readonly images: Images;
  readonly loadBalancer: LoadBalancer;
  readonly scaling: Scaling;
}

export interface Sweeping extends Hands {
  readonly now: number;
  /** What fails is written down, and the rest of the sweep goes on: nothing was done then. */
  readonly guarded: (what: string, work: () => Promise<number>) => Promise<number>;
}

/** A release that has not ended, and the execution that leads it. */
export interface Living {
  readonly record: ReleaseRecord;
  readonly executionArn: string;
}

/** Limits of AWS are shared with releases that move: fifty services read at the same moment use up that of the registry. */
const AT_ONCE = 8;

/** One after the other, a few at the same time; gives what they add up to. */
export async function inTurns<T>(
  items: readonly T[],
  work: (item: T) => Promise<number>,
): Promise<number> {
  const left = items.values();
  let total = 0;
  const take = async () => {
    for (const item of left) {
      const count = await work(item);
      total += count;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  return total;
}

export async function hasEnded({ ledger }: Desk, releaseId: string): Promise<boolean> {
  const stored = await ledger.read(releaseId);
  return stored !== undefined && isTerminal(stored.record.status);
}
