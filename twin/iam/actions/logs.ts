// CloudWatch Logs: rights on a group are asked with `:log-stream:` at the end, as its refusals show.
import type * as Sdk from '@aws-sdk/client-cloudwatch-logs';
import { defineActions, each, type Scope } from './table.ts';

interface NamesStream {
  readonly logGroupName?: string | undefined;
  readonly logStreamName?: string | undefined;
}

const byGroup = ({ logGroupName = '*' }: NamesStream, at: Scope) => ({
  on: [at.arn('logs', `log-group:${logGroupName}:log-stream:`)],
});

const byStream = ({ logGroupName, logStreamName = '' }: NamesStream, at: Scope) => ({
  on: [at.arn('logs', `log-group:${logGroupName}:log-stream:${logStreamName}`)],
});

export const logsActions = defineActions<typeof Sdk>()('logs', {
  ...each(
    [
      'CreateLogGroup',
      'DeleteLogGroup',
      'DescribeLogStreams',
      'FilterLogEvents',
      'PutRetentionPolicy',
      'PutMetricFilter',
      'DeleteMetricFilter',
    ],
    byGroup,
  ),
  DescribeLogGroups: (_input, at) => byGroup({}, at),
  ...each(['CreateLogStream', 'PutLogEvents', 'GetLogEvents', 'DeleteLogStream'], byStream),
});
