// One look of a metric alarm at its data.

import { type MetricStore, readMetric, seriesOf } from '../data/metric-store.ts';
import {
  evaluateQueries,
  type Grid,
  type MetricQuery,
  type Query,
  readQuery,
} from '../data/queries.ts';
import { type Points, seriesIn } from '../math/values.ts';
import { decide, type StateValue } from './decide.ts';
import type { EvaluationPlan, MetricAlarm } from './model.ts';
import { type EvaluatedPoint, reasonData, reasonText } from './reasons.ts';

export interface Outcome {
  readonly state: StateValue | 'RETAIN';
  /** Whether the evaluation range held any data at all. */
  readonly hasData: boolean;
  readonly range: readonly EvaluatedPoint[];
}

const MINUTE_S = 60;
const HIGH_RESOLUTION_S = 10;
/** Observed: 5 datapoints for 3 of 5 minutes, 3 datapoints for 1 of 15 minutes. */
const EXTRA_DATAPOINTS = 2;
/**
 * Nobody has documented the range of one-minute alarms. Two more datapoints would lose load balancer
 * metrics that come three minutes late, which is not what users see, so at least five minutes are read.
 */
const RANGE_MIN_S = 300;

/** Alarms with periods under a minute are evaluated every ten seconds, all others every minute. */
export const cadenceSeconds = (periodSeconds: number): number =>
  periodSeconds < MINUTE_S ? HIGH_RESOLUTION_S : MINUTE_S;

/** The evaluation range slides: its last period ends with the last full minute (or ten seconds). */
export function evaluationGrid({ periodSeconds, rule }: EvaluationPlan, now: number): Grid {
  const cadenceMs = cadenceSeconds(periodSeconds) * 1_000;
  const end = Math.floor(now / cadenceMs) * cadenceMs;
  const atLeast = periodSeconds < MINUTE_S ? 0 : Math.ceil(RANGE_MIN_S / periodSeconds);
  const length = Math.max(rule.evaluationPeriods + EXTRA_DATAPOINTS, atLeast);
  const starts = Array.from(
    { length },
    (_, index) => end - (length - index) * periodSeconds * 1_000,
  );
  return { periodSeconds, starts };
}

export function evaluateAlarm(alarm: MetricAlarm, store: MetricStore, now: number): Outcome {
  const { plan } = alarm;
  const grid = evaluationGrid(plan, now);
  const hasData = dataSince(plan, store, grid.starts[0] ?? now);
  if (!hasData && alarm.idle) return { state: 'RETAIN', hasData, range: [] };
  const points = watchedPoints(plan, store, grid);
  if (tooFewSamples(plan, store, grid)) return { state: 'RETAIN', hasData, range: [] };
  const { breaches } = plan.threshold;
  const state = decide(
    points.map((point) => (point === undefined ? undefined : breaches(point))),
    plan.rule,
  );
  if (state === 'RETAIN' || state === alarm.state.value) return { state, hasData, range: [] };
  const range = grid.starts.map((at, index) => ({
    at,
    value: points[index],
    sampleCount: samplesAt(plan, store, at),
  }));
  return { state, hasData, range };
}

export function describeOutcome(
  alarm: MetricAlarm,
  state: StateValue,
  { range }: Outcome,
  now: number,
) {
  const finding = { alarm, state, range, now };
  return { reason: reasonText(finding), reasonData: reasonData(finding) };
}

function watchedPoints(plan: EvaluationPlan, store: MetricStore, grid: Grid): Points {
  const watched = plan.queries.find(({ id }) => id === plan.watched);
  if (watched?.kind === 'metric') return readQuery(watched, store, grid).points;
  const [series] = seriesIn(evaluateQueries(plan.queries, store, grid)(plan.watched));
  return series?.points ?? grid.starts.map(() => undefined);
}

const isMetric = (query: Query): query is MetricQuery => query.kind === 'metric';

const dataSince = ({ queries }: EvaluationPlan, store: MetricStore, since: number): boolean =>
  queries.some((query) => {
    if (!isMetric(query)) return false;
    const series = seriesOf(store.find(query.metric), query.unit);
    return series !== undefined && series.latest >= Math.floor(since / 60_000) * 60_000;
  });

/** Counts the samples of the datapoints that are evaluated: the newest ones that are there. */
function tooFewSamples(plan: EvaluationPlan, store: MetricStore, grid: Grid): boolean {
  if (plan.samplesMin === 0) return false;
  const counts = grid.starts.flatMap((at) => samplesAt(plan, store, at) ?? []);
  const evaluated = counts.slice(-plan.rule.evaluationPeriods);
  const total = evaluated.reduce((sum, count) => sum + count, 0);
  return total > 0 && total < plan.samplesMin;
}

/** How many samples a datapoint of a single-metric alarm rests on. */
function samplesAt(plan: EvaluationPlan, store: MetricStore, at: number): number | undefined {
  const [only] = plan.queries;
  if (plan.queries.length !== 1 || only?.kind !== 'metric') return undefined;
  const series = seriesOf(store.find(only.metric), only.unit);
  return readMetric(series, at, at + plan.periodSeconds * 1_000)?.count;
}
