// A CloudWatch Logs without any log group.
import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { defineService } from '../../../twin/host/service.ts';

export const stubLogs = defineService<typeof sdk, undefined>({
  id: 'logs',
  load: () => import('@aws-sdk/client-cloudwatch-logs'),
  create: () => ({
    peer: undefined,
    operations: { DescribeLogGroups: () => ({ logGroups: [] }) },
  }),
});
