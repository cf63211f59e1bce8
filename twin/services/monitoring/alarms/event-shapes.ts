// Alarms as EventBridge events and as what a Lambda action receives.
import type { Dimension, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Alarm, AlarmState, CompositeAlarm, MetricAlarm } from './model.ts';
import { timestamp } from './wording.ts';

type Json = Readonly<Record<string, unknown>>;

export const stateChangeDetail = (alarm: Alarm, previous: AlarmState): Json => ({
  alarmName: alarm.name,
  state: { ...stateDetail(alarm.state), ...suppressionDetail(alarm) },
  previousState: stateDetail(previous),
  configuration:
    alarm.kind === 'metric' ? metricConfiguration(alarm) : compositeConfiguration(alarm),
});

export const configurationChangeDetail = (
  alarm: Alarm,
  operation: 'create' | 'update' | 'delete',
  previous?: Json,
): Json => ({
  alarmName: alarm.name,
  operation,
  state: { value: alarm.state.value, timestamp: timestamp(alarm.state.updatedAt) },
  configuration: fullConfiguration(alarm),
  ...(previous === undefined ? {} : { previousConfiguration: previous }),
});

export function fullConfiguration(alarm: Alarm): Json {
  const { input } = alarm;
  return {
    ...(alarm.kind === 'metric' ? evaluationDetail(alarm) : {}),
    ...(alarm.kind === 'metric' ? metricConfiguration(alarm) : compositeConfiguration(alarm)),
    alarmName: alarm.name,
    actionsEnabled: alarm.actionsEnabled,
    timestamp: timestamp(alarm.configuredAt),
    okActions: input.OKActions ?? [],
    alarmActions: input.AlarmActions ?? [],
    insufficientDataActions: input.InsufficientDataActions ?? [],
  };
}

export const lambdaPayload = (
  alarm: Alarm,
  previous: AlarmState,
  where: { readonly account: string; readonly region: string },
): Json => ({
  source: 'aws.cloudwatch',
  alarmArn: alarm.arn,
  accountId: where.account,
  time: timestamp(alarm.state.updatedAt),
  region: where.region,
  alarmData: stateChangeDetail(alarm, previous),
});

const stateDetail = ({ value, reason, reasonData, updatedAt }: AlarmState): Json => ({
  value,
  reason,
  ...(reasonData === undefined ? {} : { reasonData }),
  timestamp: timestamp(updatedAt),
});

const suppressionDetail = (alarm: Alarm): Json => {
  if (alarm.kind === 'metric' || alarm.suppression === undefined) return {};
  const { by } = alarm.suppression;
  return { actionsSuppressedBy: by, actionsSuppressedReason: `Actions suppressed by ${by}` };
};

function evaluationDetail({ input }: MetricAlarm): Json {
  const { EvaluationPeriods, DatapointsToAlarm, Threshold, ComparisonOperator } = input;
  return {
    evaluationPeriods: EvaluationPeriods,
    ...(DatapointsToAlarm === undefined ? {} : { datapointsToAlarm: DatapointsToAlarm }),
    threshold: Threshold,
    comparisonOperator: ComparisonOperator,
    ...(input.TreatMissingData === undefined ? {} : { treatMissingData: input.TreatMissingData }),
  };
}

function metricConfiguration(alarm: MetricAlarm): Json {
  const { input } = alarm;
  const metrics =
    input.Metrics === undefined ? [singleMetric(alarm)] : input.Metrics.map(metricQueryDetail);
  return { ...description(input.AlarmDescription), metrics };
}

function compositeConfiguration({ input }: CompositeAlarm): Json {
  const { ActionsSuppressor: suppressor } = input;
  return {
    ...description(input.AlarmDescription),
    alarmRule: input.AlarmRule,
    ...(suppressor === undefined
      ? {}
      : {
          actionsSuppressor: suppressor,
          actionsSuppressorWaitPeriod: input.ActionsSuppressorWaitPeriod,
          actionsSuppressorExtensionPeriod: input.ActionsSuppressorExtensionPeriod,
        }),
  };
}

const singleMetric = ({ input, metricId }: MetricAlarm): Json => ({
  id: metricId,
  metricStat: {
    metric: {
      namespace: input.Namespace,
      name: input.MetricName,
      dimensions: dimensionMap(input.Dimensions),
    },
    period: input.Period,
    stat: input.Statistic ?? input.ExtendedStatistic,
    ...(input.Unit === undefined ? {} : { unit: input.Unit }),
  },
  returnData: true,
});

function metricQueryDetail({
  Id,
  Label,
  Expression,
  MetricStat,
  ReturnData,
}: MetricDataQuery): Json {
  const common = {
    id: Id,
    ...(Label === undefined ? {} : { label: Label }),
    returnData: ReturnData ?? true,
  };
  if (MetricStat === undefined) return { ...common, expression: Expression };
  const { Metric: metric, Period, Stat, Unit } = MetricStat;
  return {
    ...common,
    metricStat: {
      metric: {
        namespace: metric?.Namespace,
        name: metric?.MetricName,
        dimensions: dimensionMap(metric?.Dimensions),
      },
      period: Period,
      stat: Stat,
      ...(Unit === undefined ? {} : { unit: Unit }),
    },
  };
}

const description = (text: string | undefined): Json =>
  text === undefined ? {} : { description: text };

const dimensionMap = (dimensions: readonly Dimension[] | undefined): Json =>
  Object.fromEntries((dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]));
