// Event invocations: queued, retried on failure, given up after their age or attempts, with their end sent on.
import type { ServiceHost } from '../../host/service.ts';
import { destinationRecord, type End, sendTo } from './destinations.ts';
import { eventInvokeSettings } from './event-invoke.ts';
import type { LambdaFunction } from './function.ts';
import type { Invocation, Outcome, Runner } from './run.ts';

export interface EventQueue {
  submit(fn: LambdaFunction, invocation: Invocation): void;
}

/** Developer guide, asynchronous invocation: the retries come after one and two minutes. */
const RETRY_DELAY_MS = 60_000;
/** Throttled events come back after a second, later every five minutes. */
const THROTTLE_DELAY_MS = { first: 1000, most: 300_000 };

export function createEventQueue(options: { host: ServiceHost; runner: Runner }): EventQueue {
  const { host, runner } = options;
  const { clock } = host;

  /** False when the event must be given up before it could run. */
  async function waitForCapacity(fn: LambdaFunction, giveUpAt: number): Promise<boolean> {
    for (
      let delay = THROTTLE_DELAY_MS.first;
      ;
      delay = Math.min(2 * delay, THROTTLE_DELAY_MS.most)
    ) {
      try {
        runner.admit(fn);
        return true;
      } catch {
        if (clock.now() + delay > giveUpAt) return false;
        await clock.sleep(delay);
      }
    }
  }

  async function attempt(fn: LambdaFunction, invocation: Invocation): Promise<void> {
    const settings = eventInvokeSettings(fn);
    const giveUpAt = clock.now() + settings.maximumEventAgeSeconds * 1000;
    let outcome: Outcome | undefined;
    for (let attempts = 1; attempts <= settings.maximumRetryAttempts + 1; attempts += 1) {
      if (attempts > 1) await clock.sleep((attempts - 1) * RETRY_DELAY_MS);
      if (clock.now() > giveUpAt || !(await waitForCapacity(fn, giveUpAt))) {
        return finish(fn, {
          invocation,
          outcome,
          attempts: attempts - 1,
          condition: 'EventAgeExceeded',
        });
      }
      outcome = await runner.run(fn, invocation);
      if (outcome.functionError === undefined) {
        return finish(fn, { invocation, outcome, attempts, condition: 'Success' });
      }
    }
    const attempts = settings.maximumRetryAttempts + 1;
    return finish(fn, { invocation, outcome, attempts, condition: 'RetriesExhausted' });
  }

  async function finish(fn: LambdaFunction, end: End): Promise<void> {
    const settings = eventInvokeSettings(fn);
    const destination = end.condition === 'Success' ? settings.onSuccess : settings.onFailure;
    if (destination !== undefined)
      await sendTo(host, fn, destination, destinationRecord(host, fn, end));
    const deadLetters = fn.configuration.DeadLetterConfig?.TargetArn;
    if (end.condition !== 'Success' && deadLetters !== undefined) {
      await sendTo(host, fn, deadLetters, end.invocation.payload);
    }
  }

  return {
    submit: (fn, invocation) => {
      // A destination that cannot be reached loses the record, as on AWS; the trace shows the refused call.
      attempt(fn, invocation).catch((error) => {
        host.trace.add('lost', { function: fn.configuration.FunctionName, reason: String(error) });
      });
    },
  };
}
