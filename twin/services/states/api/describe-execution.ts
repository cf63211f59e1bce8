// An execution as DescribeExecution shows it.
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { EVENTS_MAX } from '../history/history.ts';
import type { ExecutionRecord } from './store.ts';

const INCLUDED = { included: true };

/** How long after its end an execution may be redriven. */
const REDRIVE_DAYS = 14;
const DAY_MS = 86_400_000;

export function describeExecution(
  record: ExecutionRecord,
  { withData = true }: { readonly withData?: boolean } = {},
): DescribeExecutionOutput {
  return {
    executionArn: record.arn,
    stateMachineArn: record.machine.arn,
    ...(record.versionArn === undefined ? {} : { stateMachineVersionArn: record.versionArn }),
    ...(record.aliasArn === undefined ? {} : { stateMachineAliasArn: record.aliasArn }),
    ...(record.mapRunArn === undefined ? {} : { mapRunArn: record.mapRunArn }),
    name: record.name,
    status: record.status,
    startDate: record.started,
    ...(record.stopped === undefined ? {} : { stopDate: record.stopped }),
    ...(withData ? dataOf(record) : {}),
    ...(record.traceHeader === undefined ? {} : { traceHeader: record.traceHeader }),
    redriveCount: record.redriveCount,
    ...(record.redriven === undefined ? {} : { redriveDate: record.redriven }),
    ...redriveStatus(record),
  };
}

const dataOf = (record: ExecutionRecord) => ({
  input: record.input,
  inputDetails: INCLUDED,
  ...(record.output === undefined ? {} : { output: record.output, outputDetails: INCLUDED }),
  ...(record.error === undefined ? {} : { error: record.error }),
  ...(record.cause === undefined ? {} : { cause: record.cause }),
});

type RedriveStatus = Pick<DescribeExecutionOutput, 'redriveStatus' | 'redriveStatusReason'>;

export function redriveStatus(record: ExecutionRecord, nowMs?: number): RedriveStatus {
  const reason = whyNot(record, nowMs);
  if (reason === undefined) {
    return {
      redriveStatus: record.mapRunArn === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN',
    };
  }
  return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
}

function whyNot(record: ExecutionRecord, nowMs: number | undefined): string | undefined {
  if (record.status === 'RUNNING' || record.status === 'SUCCEEDED') {
    return `Execution is ${record.status} and cannot be redriven`;
  }
  if (record.history.events().length >= EVENTS_MAX - 1) {
    return 'Execution history event limit exceeded';
  }
  const stopped = record.stopped?.getTime() ?? 0;
  if (nowMs !== undefined && nowMs > stopped + REDRIVE_DAYS * DAY_MS) {
    return 'Execution redrivable period exceeded';
  }
  return undefined;
}
