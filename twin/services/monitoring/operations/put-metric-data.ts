// PutMetricData: what customers publish themselves.
import type { MetricDatum, StandardUnit } from '@aws-sdk/client-cloudwatch';
import type { ServiceHost } from '../../../host/service.ts';
import type { Arrivals } from '../data/arrivals.ts';
import type { Datum } from '../data/metric-store.ts';
import { invalidCombination, invalidValue, missingParameter, notInEnum } from '../errors.ts';
import type { Handlers } from '../sdk.ts';

const DATA_MAX = 1_000;
const VALUES_MAX = 150;
const DIMENSIONS_MAX = 30;
const MAGNITUDE_MAX = 2 ** 360;
const PAST_MAX_MS = 14 * 24 * 60 * 60 * 1_000;
const FUTURE_MAX_MS = 2 * 60 * 60 * 1_000;
const UNITS: readonly StandardUnit[] = [
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Percent',
  'Count',
  'Bytes/Second',
  'Kilobytes/Second',
  'Megabytes/Second',
  'Gigabytes/Second',
  'Terabytes/Second',
  'Bits/Second',
  'Kilobits/Second',
  'Megabits/Second',
  'Gigabits/Second',
  'Terabits/Second',
  'Count/Second',
  'None',
];

export const putMetricData = (host: ServiceHost, arrivals: Arrivals): Handlers => ({
  PutMetricData({ Namespace: namespace = '', MetricData, EntityMetricData = [] }) {
    if (namespace.startsWith('AWS/')) {
      throw invalidValue('The value AWS/ for parameter Namespace is invalid.');
    }
    if (!/^[^:][\x20-\x7e]{0,254}$/.test(namespace)) {
      throw invalidValue(`The value ${namespace} for parameter Namespace is invalid.`);
    }
    const entities = EntityMetricData.flatMap((entity) => entity.MetricData ?? []);
    const data = [...(MetricData ?? []), ...entities];
    if (data.length === 0) throw missingParameter('MetricData');
    if (data.length > DATA_MAX) {
      throw invalidValue(
        `The collection MetricData must not have a size greater than ${DATA_MAX}.`,
      );
    }
    // All or nothing: one bad datum refuses the call.
    const parsed = data.map((datum, index) =>
      parseDatum(datum, namespace, `MetricData.member.${index + 1}`, host.clock.now()),
    );
    for (const datum of parsed) arrivals.fromApi(datum);
    return {};
  },
});

function parseDatum(input: MetricDatum, namespace: string, where: string, now: number): Datum {
  const { MetricName: metricName, Unit: unit = 'None', StorageResolution: resolution = 60 } = input;
  if (metricName === undefined || metricName === '') throw missingParameter(`${where}.MetricName`);
  if (!UNITS.includes(unit)) throw notInEnum(`${where}.Unit`, unit, UNITS);
  if (resolution !== 1 && resolution !== 60) {
    throw invalidValue(
      `The value ${resolution} for parameter ${where}.StorageResolution is invalid.`,
    );
  }
  const statistics = statisticsOf(input, where);
  return {
    namespace,
    metricName,
    dimensions: dimensionsOf(input, where),
    at: timeOf(input, where, now),
    unit,
    highResolution: resolution === 1,
    values: valuesOf(input, where),
    ...(statistics === undefined ? {} : { statistics }),
  };
}

function dimensionsOf({ Dimensions = [] }: MetricDatum, where: string) {
  if (Dimensions.length > DIMENSIONS_MAX) {
    throw invalidValue(
      `The collection ${where}.Dimensions must not have a size greater than ${DIMENSIONS_MAX}.`,
    );
  }
  return Dimensions.map(({ Name: name = '', Value: value = '' }, index) => {
    const place = `${where}.Dimensions.member.${index + 1}`;
    if (name === '' || name.startsWith(':'))
      throw invalidValue(`The value for parameter ${place}.Name is invalid.`);
    if (value === '') throw invalidValue(`The parameter ${place}.Value must be specified.`);
    return { name, value };
  });
}

function timeOf({ Timestamp }: MetricDatum, where: string, now: number): number {
  const at = Timestamp?.getTime() ?? now;
  if (at < now - PAST_MAX_MS || at > now + FUTURE_MAX_MS) {
    throw invalidValue(
      `The parameter ${where}.Timestamp must specify a time within two weeks before and two hours after now.`,
    );
  }
  return at;
}

function valuesOf(input: MetricDatum, where: string): Datum['values'] {
  const { Value: value, Values: values, Counts: counts, StatisticValues: set } = input;
  if (value !== undefined && values !== undefined) throw exclusive(where, 'Value', 'Values');
  if (value !== undefined && set !== undefined) throw exclusive(where, 'Value', 'StatisticValues');
  if (value === undefined && values === undefined && set === undefined) {
    throw missingParameter(`${where}.Value`);
  }
  if (counts !== undefined && counts.length !== (values?.length ?? 0)) {
    throw invalidValue(
      `The parameters ${where}.Values and ${where}.Counts must be of the same size.`,
    );
  }
  if ((values?.length ?? 0) > VALUES_MAX) {
    throw invalidValue(
      `The collection ${where}.Values must not have a size greater than ${VALUES_MAX}.`,
    );
  }
  const list = values ?? (value === undefined ? [] : [value]);
  return list.map((entry, index) => ({
    value: checkNumber(entry, `${where}.Value`),
    count: checkNumber(counts?.[index] ?? 1, `${where}.Counts`),
  }));
}

function statisticsOf({ StatisticValues: set }: MetricDatum, where: string): Datum['statistics'] {
  if (set === undefined) return undefined;
  const place = `${where}.StatisticValues`;
  const count = checkNumber(set.SampleCount, `${place}.SampleCount`);
  if (count <= 0)
    throw invalidValue(`The value ${count} for parameter ${place}.SampleCount is invalid.`);
  return {
    count,
    sum: checkNumber(set.Sum, `${place}.Sum`),
    min: checkNumber(set.Minimum, `${place}.Minimum`),
    max: checkNumber(set.Maximum, `${place}.Maximum`),
  };
}

function checkNumber(value: number | undefined, where: string): number {
  if (value === undefined) throw missingParameter(where);
  if (!Number.isFinite(value) || Math.abs(value) > MAGNITUDE_MAX) {
    throw invalidValue(`The value ${value} for parameter ${where} is invalid.`);
  }
  return value;
}

const exclusive = (where: string, one: string, other: string) =>
  invalidCombination(
    `The parameters ${where}.${one} and ${where}.${other} are mutually exclusive and you have specified both.`,
  );
