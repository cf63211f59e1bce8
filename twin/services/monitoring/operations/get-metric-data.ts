// GetMetricData: many metrics and expressions in one call.
import type { MessageData, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { Arrivals } from '../data/arrivals.ts';
import { type MetricStore, unitsOf } from '../data/metric-store.ts';
import {
  evaluateQueries,
  type Grid,
  type MetricQuery,
  metricsIn,
  parseQueries,
  type Query,
} from '../data/queries.ts';
import { invalidValue, missingParameter, validationError } from '../errors.ts';
import { seriesIn, type TimeSeries } from '../math/values.ts';
import { page } from '../paging.ts';
import type { Handlers } from '../sdk.ts';

interface Point {
  readonly at: number;
  readonly value: number;
}

interface Answer {
  readonly id: string;
  readonly label: string;
  readonly points: readonly Point[];
  readonly units: readonly string[];
}

const QUERIES_MAX = 500;
const DATAPOINTS_MAX = 100_800;

export const getMetricData = (store: MetricStore, arrivals: Arrivals): Handlers => ({
  GetMetricData(input) {
    const { MetricDataQueries: wanted = [], StartTime: start, EndTime: end } = input;
    if (start === undefined) throw missingParameter('StartTime');
    if (end === undefined) throw missingParameter('EndTime');
    if (start.getTime() >= end.getTime()) {
      throw validationError('The parameter StartTime must be less than the parameter EndTime.');
    }
    if (wanted.length > QUERIES_MAX) {
      throw invalidValue(`MetricDataQueries must not have more than ${QUERIES_MAX} elements.`);
    }
    const queries = withLabels(
      parseQueries(wanted),
      wanted.map(({ Label }) => Label),
    );
    arrivals.takeIn(metricsIn(queries));
    const answers = queries
      .filter((query) => query.returned)
      .flatMap((query) => answer(query, queries, store, { from: start, until: end }));
    const ascending = input.ScanBy === 'TimestampAscending';
    return cut(answers, ascending, input.MaxDatapoints ?? DATAPOINTS_MAX, input.NextToken);
  },
});

/** Periods begin at the rounded start time; a period that has begun by the end time counts. */
function gridFor(periodSeconds: number, from: Date, until: Date): Grid {
  const unit = periodSeconds < 60 ? periodSeconds * 1_000 : 60_000;
  const first = Math.floor(from.getTime() / unit) * unit;
  const count = Math.ceil((until.getTime() - first) / (periodSeconds * 1_000));
  if (count > DATAPOINTS_MAX) {
    throw validationError(
      `The request covers more than ${DATAPOINTS_MAX} datapoints for one query.`,
    );
  }
  const starts = Array.from({ length: count }, (_, index) => first + index * periodSeconds * 1_000);
  return { periodSeconds, starts };
}

function answer(
  query: Query,
  queries: readonly Query[],
  store: MetricStore,
  { from, until }: { from: Date; until: Date },
): Answer[] {
  const grid = gridFor(query.periodSeconds, from, until);
  const value = evaluateQueries(queries, store, grid)(query.id);
  if (value.kind === 'scalar') {
    throw validationError(
      `Error in expression '${query.id}': the result of an expression must be a time series`,
    );
  }
  const units = query.kind === 'metric' ? unitsAnswered(query, store) : [];
  const several = value.kind === 'array';
  return seriesIn(value).map((series) => ({
    id: query.id,
    label: several ? `${query.label} ${series.label}`.trim() : query.label,
    points: pointsOf(series, grid),
    units,
  }));
}

const pointsOf = ({ points }: TimeSeries, { starts }: Grid): Point[] =>
  points.flatMap((value, index) => {
    const at = starts[index];
    return value === undefined || at === undefined ? [] : [{ at, value }];
  });

function unitsAnswered(query: MetricQuery, store: MetricStore): string[] {
  const metric = query.unit === undefined ? store.find(query.metric) : undefined;
  return metric === undefined ? [] : unitsOf(metric);
}

/** Queries without a label are told apart by what differs between them: statistic, then period. */
function withLabels(queries: readonly Query[], given: readonly (string | undefined)[]): Query[] {
  const unnamed = queries.filter(
    (query, index): query is MetricQuery => query.kind === 'metric' && given[index] === undefined,
  );
  const names = new Set(unnamed.map(({ metric }) => metric.metricName));
  const statistics = new Set(unnamed.map(({ statistic }) => statistic.name));
  const periods = new Set(unnamed.map(({ periodSeconds }) => periodSeconds));
  return queries.map((query, index) => {
    if (query.kind !== 'metric' || given[index] !== undefined || names.size > 1) return query;
    const parts = [
      query.metric.metricName,
      ...(statistics.size > 1 ? [query.statistic.name] : []),
      ...(periods.size > 1 ? [String(query.periodSeconds)] : []),
    ];
    return { ...query, label: parts.join(' ') };
  });
}

/** One page: at most so many datapoints over all results, and the rest behind a token. */
function cut(
  answers: readonly Answer[],
  ascending: boolean,
  datapointsMax: number,
  token: string | undefined,
) {
  const all = answers.flatMap(({ points }, index) =>
    (ascending ? points : [...points].reverse()).map((point) => ({ index, point })),
  );
  const { items, end, nextToken } = page(all, datapointsMax, token);
  const results = answers.map(({ id, label, units }, index): MetricDataResult => {
    const shown = items.filter((item) => item.index === index).map(({ point }) => point);
    return {
      Id: id,
      Label: label,
      Timestamps: shown.map(({ at }) => new Date(at)),
      Values: shown.map(({ value }) => value),
      StatusCode:
        all.findLastIndex((item) => item.index === index) < end ? 'Complete' : 'PartialData',
      ...(units.length > 1 ? { Messages: [severalUnits(units)] } : {}),
    };
  });
  return { MetricDataResults: results, Messages: [], NextToken: nextToken };
}

const severalUnits = (units: readonly string[]): MessageData => ({
  Code: 'MultipleUnits',
  Value: `Multiple units returned: '[${units.join(', ')}]'`,
});
