// Tries to reach a target until it answers, the attempts run out, or the event is too old: shared with Scheduler.
import type { RetryPolicy } from '@aws-sdk/client-eventbridge';
import type { Clock } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { type Failure, failureOf } from './failure.ts';

interface RetryLimits {
  readonly maximumAttempts: number;
  readonly maximumAgeMs: number;
}

export interface Undelivered extends Failure {
  readonly retryAttempts: number;
  /** Absent where no retry could have helped. */
  readonly exhausted?: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';
}

const DEFAULT_RETRY_ATTEMPTS = 185;
const DEFAULT_EVENT_AGE_SECONDS = 86_400;

/** AWS says "exponential back off and jitter"; with 185 attempts in a day the waits must level out near 8 minutes. */
const FIRST_BACKOFF_MS = 1000;
const BACKOFF_MAX_MS = 480_000;

interface DeliverOptions {
  readonly clock: Clock;
  readonly limits: RetryLimits;
  /** How long to wait after so many retries. */
  readonly backoffMs: (retryAttempts: number) => number;
  /** Called with 1 for the first attempt. */
  readonly attempt: (number: number) => Promise<unknown>;
}

/** A target's own policy, and AWS's defaults for what it leaves open. */
export const retryLimits = ({
  MaximumRetryAttempts,
  MaximumEventAgeInSeconds,
}: RetryPolicy = {}): RetryLimits => ({
  maximumAttempts: MaximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS,
  maximumAgeMs: (MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS) * 1000,
});

/** Resolves to nothing when the target has taken the event, and otherwise to the reason why it has not. */
export async function deliver(options: DeliverOptions): Promise<Undelivered | undefined> {
  const { clock, limits } = options;
  const deadline = clock.now() + limits.maximumAgeMs;
  for (let retryAttempts = 0; ; retryAttempts += 1) {
    const failure = await tryOnce(options, retryAttempts + 1);
    if (failure === undefined) return undefined;
    if (!failure.retryable) return { ...failure, retryAttempts };
    if (retryAttempts >= limits.maximumAttempts) {
      return { ...failure, retryAttempts, exhausted: 'MaximumRetryAttempts' };
    }
    const delayMs = options.backoffMs(retryAttempts);
    if (clock.now() + delayMs > deadline) {
      return { ...failure, retryAttempts, exhausted: 'MaximumEventAgeInSeconds' };
    }
    await clock.sleep(delayMs);
  }
}

async function tryOnce(options: DeliverOptions, number: number): Promise<Failure | undefined> {
  try {
    await options.attempt(number);
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

/** The waits of EventBridge and Scheduler: they double, level out, and never fall together. */
export const exponentialBackoff =
  (random: Random) =>
  (retryAttempts: number): number => {
    const ceiling = Math.min(BACKOFF_MAX_MS, FIRST_BACKOFF_MS * 2 ** Math.min(retryAttempts, 20));
    return Math.round(ceiling / 2 + (random.next() * ceiling) / 2);
  };
