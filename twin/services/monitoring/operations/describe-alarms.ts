// DescribeAlarms, DescribeAlarmsForMetric and DescribeAlarmHistory.
import type {
  AlarmHistoryItem,
  AlarmType,
  CompositeAlarm as CompositeAlarmOutput,
  DescribeAlarmsInput,
  MetricAlarm as MetricAlarmOutput,
} from '@aws-sdk/client-cloudwatch';
import type { ServiceHost } from '../../../host/service.ts';
import { alarmNameOf } from '../alarms/composite-rule.ts';
import type { AlarmHistory, HistoryEntry } from '../alarms/history.ts';
import type { Alarm, CompositeAlarm, MetricAlarm } from '../alarms/model.ts';
import { metricKey } from '../data/metric-store.ts';
import { resourceNotFound, validationError } from '../errors.ts';
import { page } from '../paging.ts';
import type { Handlers } from '../sdk.ts';

const PAGE_SIZE = 50;
const PAGE_SIZE_MAX = 100;

export const describeAlarms = (
  host: ServiceHost,
  alarms: ReadonlyMap<string, Alarm>,
  history: AlarmHistory,
): Handlers => ({
  DescribeAlarms(input) {
    const relatives = relativesOf(input, alarms);
    const found = relatives ?? select(input, alarms);
    const { items, nextToken } = page(found, pageSize(input.MaxRecords), input.NextToken);
    const brief = (alarm: Alarm) => {
      const identity = { AlarmName: alarm.name, AlarmArn: alarm.arn };
      if (input.ParentsOfAlarmName !== undefined) return identity;
      const { value, updatedAt } = alarm.state;
      return { ...identity, StateValue: value, StateUpdatedTimestamp: new Date(updatedAt) };
    };
    const metric = items.filter((alarm) => alarm.kind === 'metric');
    const composite = items.filter((alarm) => alarm.kind === 'composite');
    return {
      MetricAlarms: relatives === undefined ? metric.map(metricAlarm) : metric.map(brief),
      CompositeAlarms:
        relatives === undefined ? composite.map(compositeAlarm) : composite.map(brief),
      NextToken: nextToken,
    };
  },
  DescribeAlarmsForMetric(input) {
    const dimensions = (input.Dimensions ?? []).map(({ Name = '', Value = '' }) => ({
      name: Name,
      value: Value,
    }));
    const { Namespace: namespace = '', MetricName: metricName = '' } = input;
    const wanted = metricKey({ namespace, metricName, dimensions });
    const statistic = input.Statistic ?? input.ExtendedStatistic;
    const watching = [...alarms.values()].filter(
      (alarm): alarm is MetricAlarm =>
        alarm.kind === 'metric' &&
        alarm.plan.queries.some(
          (query) =>
            query.kind === 'metric' &&
            metricKey(query.metric) === wanted &&
            (statistic === undefined || query.statistic.name === statistic) &&
            (input.Period === undefined || query.periodSeconds === input.Period),
        ),
    );
    return { MetricAlarms: watching.sort(byName).map(metricAlarm) };
  },
  DescribeAlarmHistory(input) {
    const types = input.AlarmTypes ?? ['MetricAlarm'];
    const entries = history
      .entries(host.clock.now())
      .filter(
        ({ at, alarmName, alarmKind, type }) =>
          (input.AlarmName === undefined || alarmName === input.AlarmName) &&
          types.includes(typeName(alarmKind)) &&
          (input.HistoryItemType === undefined || type === input.HistoryItemType) &&
          (input.StartDate === undefined || at >= input.StartDate.getTime()) &&
          (input.EndDate === undefined || at <= input.EndDate.getTime()),
      );
    const ordered = input.ScanBy === 'TimestampAscending' ? entries : [...entries].reverse();
    const size = pageSize(input.MaxRecords ?? PAGE_SIZE_MAX);
    const { items, nextToken } = page(ordered, size, input.NextToken);
    return { AlarmHistoryItems: items.map(historyItem), NextToken: nextToken };
  },
});

function select(input: DescribeAlarmsInput, alarms: ReadonlyMap<string, Alarm>): Alarm[] {
  const { AlarmNames: names, AlarmNamePrefix: prefix, ActionPrefix: action } = input;
  if (names !== undefined && prefix !== undefined) {
    throw validationError('AlarmNames and AlarmNamePrefix are mutually exclusive.');
  }
  const types = input.AlarmTypes ?? ['MetricAlarm'];
  // Who names a few is not made to wait for all that there are.
  const candidates =
    names === undefined
      ? [...alarms.values()]
      : [...new Set(names)].flatMap((name) => alarms.get(name) ?? []);
  return candidates
    .filter(
      (alarm) =>
        types.includes(typeName(alarm.kind)) &&
        (prefix === undefined || alarm.name.startsWith(prefix)) &&
        (input.StateValue === undefined || alarm.state.value === input.StateValue) &&
        (action === undefined || actionsOf(alarm).some((arn) => arn.startsWith(action))),
    )
    .sort(byName);
}

/** Children or parents of an alarm, where the request asks for them. */
function relativesOf(
  input: DescribeAlarmsInput,
  alarms: ReadonlyMap<string, Alarm>,
): Alarm[] | undefined {
  const { ChildrenOfAlarmName: parentName, ParentsOfAlarmName: childName } = input;
  const name = parentName ?? childName;
  if (name === undefined) return undefined;
  const { MaxRecords: _size, NextToken: _token, ...rest } = input;
  if (Object.values(rest).filter((value) => value !== undefined).length > 1) {
    throw validationError(
      'ChildrenOfAlarmName and ParentsOfAlarmName can only be used with MaxRecords and NextToken.',
    );
  }
  const alarm = alarms.get(alarmNameOf(name));
  if (alarm === undefined) throw resourceNotFound(`Alarm ${name} does not exist`);
  const related =
    childName === undefined
      ? alarm.kind === 'composite'
        ? alarm.rule.children.flatMap((child) => alarms.get(child) ?? [])
        : []
      : [...alarms.values()].filter(
          (other) => other.kind === 'composite' && other.rule.children.includes(alarm.name),
        );
  return related.sort(byName);
}

function metricAlarm(alarm: MetricAlarm): MetricAlarmOutput {
  const { Tags: _tags, EvaluationInterval: _interval, ...input } = alarm.input;
  return {
    ...input,
    ...common(alarm),
    Dimensions: input.Metrics === undefined ? (input.Dimensions ?? []) : undefined,
  };
}

function compositeAlarm(alarm: CompositeAlarm): CompositeAlarmOutput {
  const { Tags: _tags, ...input } = alarm.input;
  const by = alarm.suppression?.by;
  return {
    ...input,
    ...common(alarm),
    ...(by === undefined
      ? {}
      : { ActionsSuppressedBy: by, ActionsSuppressedReason: `Actions suppressed by ${by}` }),
  };
}

const common = ({ name, arn, actionsEnabled, configuredAt, state, input }: Alarm) => ({
  AlarmName: name,
  AlarmArn: arn,
  ActionsEnabled: actionsEnabled,
  AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
  OKActions: input.OKActions ?? [],
  AlarmActions: input.AlarmActions ?? [],
  InsufficientDataActions: input.InsufficientDataActions ?? [],
  StateValue: state.value,
  StateReason: state.reason,
  StateReasonData: state.reasonData,
  StateUpdatedTimestamp: new Date(state.updatedAt),
  StateTransitionedTimestamp: new Date(state.transitionedAt),
});

const historyItem = (entry: HistoryEntry): AlarmHistoryItem => ({
  AlarmName: entry.alarmName,
  AlarmType: typeName(entry.alarmKind),
  Timestamp: new Date(entry.at),
  HistoryItemType: entry.type,
  HistorySummary: entry.summary,
  HistoryData: entry.data,
});

const typeName = (kind: Alarm['kind']): AlarmType =>
  kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm';

const actionsOf = ({ input }: Alarm): string[] => [
  ...(input.OKActions ?? []),
  ...(input.AlarmActions ?? []),
  ...(input.InsufficientDataActions ?? []),
];

const byName = (a: Alarm, b: Alarm): number => (a.name < b.name ? -1 : Number(a.name > b.name));

function pageSize(asked: number | undefined): number {
  if (asked !== undefined && (asked < 1 || asked > PAGE_SIZE_MAX)) {
    throw validationError(`MaxRecords must be from 1 to ${PAGE_SIZE_MAX}`);
  }
  return asked ?? PAGE_SIZE;
}
