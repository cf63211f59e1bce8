// Metric data queries: metrics and expressions by id, computed over a grid of equal periods.
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { invalidValue, validationError } from '../errors.ts';
import { evaluateExpression } from '../math/evaluate.ts';
import { type Expression, idsIn, parseExpression } from '../math/parse.ts';
import { series, type TimeSeries, type Value } from '../math/values.ts';
import { type MetricId, type MetricStore, readMetric, seriesOf } from './metric-store.ts';
import { parseStatistic, type Statistic } from './statistics.ts';

export interface MetricQuery {
  readonly kind: 'metric';
  readonly id: string;
  readonly label: string;
  readonly metric: MetricId;
  readonly periodSeconds: number;
  readonly statistic: Statistic;
  readonly unit: string | undefined;
  readonly returned: boolean;
}

interface ExpressionQuery {
  readonly kind: 'expression';
  readonly id: string;
  readonly label: string;
  readonly tree: Expression;
  readonly periodSeconds: number;
  readonly returned: boolean;
}

export type Query = MetricQuery | ExpressionQuery;

/** The start of each period, oldest first. */
export interface Grid {
  readonly periodSeconds: number;
  readonly starts: readonly number[];
}

const ID = /^[a-z][a-zA-Z0-9_]*$/;
const SUB_MINUTE_PERIODS = [1, 5, 10, 20, 30];

export function parseQueries(inputs: readonly MetricDataQuery[]): Query[] {
  const drafts = inputs.map(draft);
  const ids = drafts.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw validationError(
      `The values for parameter id in MetricDataQueries are not unique: ${twice}`,
    );
  }
  const periods = drafts.flatMap((query) => (query.kind === 'metric' ? [query.periodSeconds] : []));
  const coarsest = Math.max(60, ...periods);
  const single = periods.length > 0 && periods.every((period) => period === periods[0]);
  return drafts.map((query) => {
    if (query.kind === 'metric') return query;
    for (const id of idsIn(query.tree)) {
      if (!ids.includes(id)) {
        throw validationError(
          `Error in expression '${query.id}' [Undefined variable '${id}' in expression]`,
        );
      }
    }
    if (query.periodSeconds > 0) return query;
    return { ...query, periodSeconds: single ? (periods[0] ?? coarsest) : coarsest };
  });
}

/** What the queries read, directly or in expressions. */
export const metricsIn = (queries: readonly Query[]): readonly MetricId[] =>
  queries.flatMap((query) => (query.kind === 'metric' ? [query.metric] : []));

/** Computes queries over a grid, each at most once. */
export function evaluateQueries(
  queries: readonly Query[],
  store: MetricStore,
  grid: Grid,
): (id: string) => Value {
  const values = new Map<string, Value>();
  const underWay = new Set<string>();
  const metricQueries = queries.filter((query) => query.kind === 'metric');

  function valueAt(id: string): Value | undefined {
    const cached = values.get(id);
    if (cached !== undefined) return cached;
    const query = queries.find((candidate) => candidate.id === id);
    if (query === undefined) return undefined;
    if (underWay.has(id)) throw validationError(`Expression '${id}' refers to itself`);
    underWay.add(id);
    const value = computed(query);
    underWay.delete(id);
    values.set(id, value);
    return value;
  }

  const computed = (query: Query): Value =>
    query.kind === 'metric'
      ? { kind: 'series', series: readQuery(query, store, grid) }
      : evaluateExpression(query.tree, environment);

  const environment = {
    periodSeconds: grid.periodSeconds,
    length: grid.starts.length,
    value: valueAt,
    metrics: () =>
      metricQueries.map((query) => {
        const value = valueAt(query.id);
        return {
          id: query.id,
          series: value?.kind === 'series' ? value.series : { label: query.label, points: [] },
        };
      }),
    periodOf: (id: string) => metricQueries.find((query) => query.id === id)?.periodSeconds,
  };
  return (id) => valueAt(id) ?? series([]);
}

export function readQuery(query: MetricQuery, store: MetricStore, grid: Grid): TimeSeries {
  const found = seriesOf(store.find(query.metric), query.unit);
  const { of } = query.statistic;
  const length = grid.periodSeconds * 1_000;
  const points = grid.starts.map((start) => {
    const bucket = readMetric(found, start, start + length);
    return bucket === undefined ? undefined : of(bucket);
  });
  return { label: query.label, points };
}

export function checkPeriod(periodSeconds: number | undefined, member: string): number {
  const allowed =
    periodSeconds !== undefined &&
    (SUB_MINUTE_PERIODS.includes(periodSeconds) || (periodSeconds > 0 && periodSeconds % 60 === 0));
  if (!allowed) {
    throw invalidValue(
      `Value ${periodSeconds} at '${member}' failed to satisfy constraint: ` +
        'Period must be 1, 5, 10, 20, 30 or a multiple of 60',
    );
  }
  return periodSeconds;
}

function draft(input: MetricDataQuery): Query {
  const id = input.Id ?? '';
  if (!ID.test(id)) {
    throw validationError(
      `The value '${id}' for parameter MetricDataQueries.member.Id is invalid: ` +
        'an id begins with a lowercase letter and contains letters, digits and underscores',
    );
  }
  const both = input.Expression !== undefined && input.MetricStat !== undefined;
  if (both || (input.Expression === undefined && input.MetricStat === undefined)) {
    throw validationError(`Either Expression or MetricStat must be specified for query '${id}'`);
  }
  return input.Expression === undefined ? metricQuery(id, input) : expressionQuery(id, input);
}

// The judges of releases ask the same few questions every minute.
const treeOf = remember(parseExpression);

const expressionQuery = (id: string, input: MetricDataQuery): ExpressionQuery => ({
  kind: 'expression',
  id,
  label: input.Label ?? id,
  tree: treeOf(input.Expression ?? ''),
  periodSeconds: input.Period === undefined ? 0 : checkPeriod(input.Period, 'Period'),
  returned: input.ReturnData ?? true,
});

function metricQuery(id: string, input: MetricDataQuery): MetricQuery {
  const { Metric: metric, Stat: stat = '', Period: period, Unit: unit } = input.MetricStat ?? {};
  const statistic = parseStatistic(stat);
  if (statistic === undefined) {
    throw validationError(
      `The value '${stat}' for parameter Stat of query '${id}' is not supported.`,
    );
  }
  const { Namespace: namespace = '', MetricName: metricName = '', Dimensions = [] } = metric ?? {};
  return {
    kind: 'metric',
    id,
    label: input.Label ?? metricName,
    metric: {
      namespace,
      metricName,
      dimensions: Dimensions.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value })),
    },
    periodSeconds: checkPeriod(period, 'MetricStat.Period'),
    statistic,
    unit,
    returned: input.ReturnData ?? true,
  };
}

import { remember } from '../../../kernel/remember.ts';
