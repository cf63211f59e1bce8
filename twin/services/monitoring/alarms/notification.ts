// An alarm as the message that an SNS topic receives.
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Alarm, AlarmState, MetricAlarm } from './model.ts';
import { timestamp } from './wording.ts';

type Json = Readonly<Record<string, unknown>>;

const SUBJECT_MAX = 100;
const REGION_NAMES: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ca-central-1': 'Canada (Central)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-north-1': 'EU (Stockholm)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'sa-east-1': 'South America (Sao Paulo)',
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
};

/** `ALARM: "name" in US East (N. Virginia)`, cut to what SNS takes as a subject. */
export function notificationSubject({ name, state }: Alarm, region: string): string {
  const subject = (shown: string) => `${state.value}: "${shown}" in ${regionName(region)}`;
  const room = SUBJECT_MAX - subject('').length;
  return subject(name.length <= room ? name : `${name.slice(0, Math.max(0, room - 3))}...`);
}

export function notificationMessage(
  alarm: Alarm,
  previous: AlarmState,
  where: { readonly account: string; readonly region: string },
): string {
  const { input, state } = alarm;
  return JSON.stringify({
    AlarmName: alarm.name,
    AlarmDescription: input.AlarmDescription ?? null,
    AWSAccountId: where.account,
    AlarmConfigurationUpdatedTimestamp: timestamp(alarm.configuredAt),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: timestamp(state.updatedAt),
    Region: regionName(where.region),
    AlarmArn: alarm.arn,
    OldStateValue: previous.value,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
    ...(alarm.kind === 'metric'
      ? { Trigger: trigger(alarm) }
      : { AlarmRule: alarm.input.AlarmRule, TriggeringChildren: triggeringChildren(state) }),
  });
}

const regionName = (region: string): string => REGION_NAMES[region] ?? region;

function trigger({ input, plan }: MetricAlarm): Json {
  const rule = {
    Period: plan.periodSeconds,
    EvaluationPeriods: input.EvaluationPeriods,
    ...(input.DatapointsToAlarm === undefined
      ? {}
      : { DatapointsToAlarm: input.DatapointsToAlarm }),
    ComparisonOperator: input.ComparisonOperator,
    Threshold: input.Threshold,
    TreatMissingData: input.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile ?? '',
  };
  if (input.Metrics !== undefined) return { ...rule, Metrics: input.Metrics.map(metricQuery) };
  const statistic =
    input.ExtendedStatistic === undefined
      ? { StatisticType: 'Statistic', Statistic: input.Statistic?.toUpperCase() }
      : { StatisticType: 'ExtendedStatistic', ExtendedStatistic: input.ExtendedStatistic };
  return {
    MetricName: input.MetricName,
    Namespace: input.Namespace,
    ...statistic,
    Unit: input.Unit ?? null,
    Dimensions: dimensions(input.Dimensions),
    ...rule,
  };
}

const metricQuery = ({ MetricStat: stat, ...query }: MetricDataQuery): Json => ({
  ...query,
  ...(stat === undefined
    ? {}
    : {
        MetricStat: {
          ...stat,
          Metric: { ...stat.Metric, Dimensions: dimensions(stat.Metric?.Dimensions) },
        },
      }),
});

const dimensions = (list: MetricAlarm['input']['Dimensions']) =>
  (list ?? []).map(({ Name, Value }) => ({ value: Value, name: Name }));

const triggeringChildren = ({ causes = [] }: AlarmState): Json[] =>
  causes.map(({ arn, value, at }) => ({
    Arn: arn,
    State: { Value: value, Timestamp: timestamp(at) },
  }));
