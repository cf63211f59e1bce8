// One invocation of a schedule's target, with its retries and its dead letter.
import { roleCaller } from '../../host/caller.ts';
import type { ServiceHost } from '../../host/service.ts';
import { bury } from '../events/delivery/dead-letter.ts';
import {
  deliver,
  exponentialBackoff,
  retryLimits,
  type Undelivered,
} from '../events/delivery/deliver.ts';
import type { Schedule } from './store.ts';
import { targetCall } from './target.ts';

export type Invoke = (schedule: Schedule, scheduledMs: number) => Promise<void>;

interface Invocation {
  readonly schedule: Schedule;
  readonly scheduledTime: string;
  readonly executionId: string;
}

export function createInvoke(host: ServiceHost): Invoke {
  const backoffMs = exponentialBackoff(host.random.fork('backoff'));
  return async (schedule, scheduledMs) => {
    const scheduledTime = new Date(scheduledMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
    const invocation = { schedule, scheduledTime, executionId: host.ids.uuid() };
    host.trace.add('schedule', { schedule: schedule.arn, at: scheduledTime });
    const undelivered = await deliver({
      clock: host.clock,
      backoffMs,
      limits: retryLimits(schedule.definition.Target?.RetryPolicy),
      attempt: (number) => callTarget(host, invocation, number),
    });
    if (undelivered !== undefined) await giveUp(host, invocation, undelivered);
  };
}

async function callTarget(
  host: ServiceHost,
  invocation: Invocation,
  attempt: number,
): Promise<void> {
  const { definition } = invocation.schedule;
  const target = definition.Target ?? { Arn: undefined, RoleArn: undefined };
  const call = targetCall(target, inputFor(invocation, attempt));
  const region = target.Arn?.split(':')[3] || host.region;
  await host.call({ ...call, caller: callerOf(invocation), region });
}

const callerOf = ({ schedule, executionId }: Invocation) =>
  roleCaller(schedule.definition.Target?.RoleArn ?? '', executionId);

/** Without an input of its own, a target gets an empty object. */
function inputFor({ schedule, scheduledTime, executionId }: Invocation, attempt: number): string {
  const keywords: Readonly<Record<string, string>> = {
    '<aws.scheduler.schedule-arn>': schedule.arn,
    '<aws.scheduler.scheduled-time>': scheduledTime,
    '<aws.scheduler.execution-id>': executionId,
    '<aws.scheduler.attempt-number>': String(attempt),
  };
  const input = schedule.definition.Target?.Input ?? '{}';
  return Object.entries(keywords).reduce(
    (text, [keyword, value]) => text.replaceAll(keyword, value),
    input,
  );
}

async function giveUp(
  host: ServiceHost,
  invocation: Invocation,
  failure: Undelivered,
): Promise<void> {
  const { schedule, scheduledTime, executionId } = invocation;
  const { Arn, DeadLetterConfig } = schedule.definition.Target ?? {};
  const queueArn = DeadLetterConfig?.Arn;
  const deadLettered =
    queueArn !== undefined &&
    (await bury(host, {
      queueArn,
      caller: callerOf(invocation),
      body: inputFor(invocation, failure.retryAttempts + 1),
      attributes: {
        ERROR_CODE: failure.error,
        ERROR_MESSAGE: failure.message,
        EXECUTION_ID: executionId,
        EXHAUSTED_RETRY_CONDITION: failure.exhausted,
        IS_PAYLOAD_TRUNCATED: 'false',
        RETRY_ATTEMPTS: String(failure.retryAttempts),
        SCHEDULED_TIME: scheduledTime,
        SCHEDULE_ARN: schedule.arn,
        TARGET_ARN: Arn,
      },
    }));
  host.trace.add('undelivered', { schedule: schedule.arn, error: failure.error, deadLettered });
}
