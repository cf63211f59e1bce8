// CloudWatch: alarms and dashboards are resources, metrics are not.
import type * as Sdk from '@aws-sdk/client-cloudwatch';
import { defineActions, each, type Scope } from './table.ts';

const alarmArn = (name: string | undefined, at: Scope): string =>
  at.arn('cloudwatch', `alarm:${name}`);

const dashboardArn = (name: string | undefined, at: Scope): string =>
  `arn:aws:cloudwatch::${at.account}:dashboard/${name}`;

export const monitoringActions = defineActions<typeof Sdk>()('cloudwatch', {
  ...each(
    ['PutMetricAlarm', 'PutCompositeAlarm', 'SetAlarmState', 'DescribeAlarmHistory'],
    ({ AlarmName }: { AlarmName?: string | undefined }, at) => ({
      on: [alarmArn(AlarmName ?? '*', at)],
    }),
  ),
  ...each(
    ['DeleteAlarms', 'EnableAlarmActions', 'DisableAlarmActions'],
    ({ AlarmNames }: { AlarmNames?: string[] | undefined }, at) => ({
      on: (AlarmNames ?? []).map((name) => alarmArn(name, at)),
    }),
  ),
  DescribeAlarms: ({ AlarmNames, AlarmTypes }, at) => {
    // Composite alarms are only shown to those who may see all alarms.
    if (AlarmTypes?.includes('CompositeAlarm')) return {};
    return { on: (AlarmNames ?? ['*']).map((name) => alarmArn(name, at)) };
  },
  PutMetricData: ({ Namespace }) => ({ keys: { 'cloudwatch:namespace': Namespace ?? '' } }),
  ...each(
    ['PutDashboard', 'GetDashboard'],
    ({ DashboardName }: { DashboardName?: string | undefined }, at) => ({
      on: [dashboardArn(DashboardName, at)],
    }),
  ),
  DeleteDashboards: ({ DashboardNames }, at) => ({
    on: (DashboardNames ?? []).map((name) => dashboardArn(name, at)),
  }),
});
