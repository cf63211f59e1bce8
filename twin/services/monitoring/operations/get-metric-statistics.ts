// GetMetricStatistics: one metric, several statistics.
import type { Datapoint, GetMetricStatisticsInput, StandardUnit } from '@aws-sdk/client-cloudwatch';
import type { Arrivals } from '../data/arrivals.ts';
import type { Bucket } from '../data/bucket.ts';
import { type MetricStore, readMetric } from '../data/metric-store.ts';
import { checkPeriod } from '../data/queries.ts';
import { parseStatistic } from '../data/statistics.ts';
import { invalidCombination, invalidValue, missingParameter } from '../errors.ts';
import type { Handlers } from '../sdk.ts';

const DATAPOINTS_MAX = 1_440;

export const getMetricStatistics = (store: MetricStore, arrivals: Arrivals): Handlers => ({
  GetMetricStatistics(input) {
    const { Namespace: namespace = '', MetricName: metricName = '', Dimensions = [] } = input;
    const starts = periodsOf(input);
    const dimensions = Dimensions.map(({ Name = '', Value = '' }) => ({
      name: Name,
      value: Value,
    }));
    const id = { namespace, metricName, dimensions };
    arrivals.takeIn([id]);
    const metric = store.find(id);
    const units = [...(metric?.byUnit.keys() ?? [])].filter(
      (unit) => input.Unit === undefined || unit === input.Unit,
    );
    const length = (input.Period ?? 0) * 1_000;
    const datapoints = units.flatMap((unit) =>
      starts.flatMap((at) => {
        const bucket = readMetric(metric?.byUnit.get(unit), at, at + length);
        return bucket === undefined ? [] : [datapoint(bucket, at, unit, input)];
      }),
    );
    return { Label: metricName, Datapoints: datapoints };
  },
});

function periodsOf(input: GetMetricStatisticsInput): number[] {
  const { StartTime: start, EndTime: end } = input;
  if (start === undefined) throw missingParameter('StartTime');
  if (end === undefined) throw missingParameter('EndTime');
  const period = checkPeriod(input.Period, 'Period');
  if (start.getTime() >= end.getTime()) {
    throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  }
  if (input.Statistics === undefined && input.ExtendedStatistics === undefined) {
    throw missingParameter('Statistics');
  }
  const unit = period < 60 ? period * 1_000 : 60_000;
  const first = Math.floor(start.getTime() / unit) * unit;
  const count = Math.ceil((end.getTime() - first) / (period * 1_000));
  if (count > DATAPOINTS_MAX) {
    throw invalidCombination(
      `You have requested up to ${count} datapoints, which exceeds the limit of ${DATAPOINTS_MAX}. ` +
        'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    );
  }
  return Array.from({ length: count }, (_, index) => first + index * period * 1_000);
}

function datapoint(
  bucket: Bucket,
  at: number,
  unit: string,
  { Statistics = [], ExtendedStatistics = [] }: GetMetricStatisticsInput,
): Datapoint {
  const values = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const statistic = parseStatistic(name);
        if (statistic === undefined) {
          throw invalidValue(`The value ${name} for parameter Statistics is not supported.`);
        }
        const value = statistic.of(bucket);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  return {
    Timestamp: new Date(at),
    Unit: asUnit(unit),
    ...values(Statistics),
    ...(ExtendedStatistics.length === 0 ? {} : { ExtendedStatistics: values(ExtendedStatistics) }),
  };
}

/** Stored units were checked on their way in, or come from AWS services. */
const asUnit = (unit: string): StandardUnit => unit as StandardUnit;
