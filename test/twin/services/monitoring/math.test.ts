import { describe, expect, test } from 'vitest';
import {
  type Environment,
  evaluateExpression,
} from '../../../../twin/services/monitoring/math/evaluate.ts';
import { parseExpression } from '../../../../twin/services/monitoring/math/parse.ts';
import {
  type Points,
  series,
  type Value,
} from '../../../../twin/services/monitoring/math/values.ts';

const _ = undefined;
const PERIOD_S = 60;

/** Computes an expression over named series, and shows the points of what comes out. */
function compute(expression: string, metrics: Readonly<Record<string, Points>>) {
  const environment: Environment = {
    periodSeconds: PERIOD_S,
    length: Object.values(metrics)[0]?.length ?? 3,
    value: (id) => (metrics[id] === undefined ? undefined : series(metrics[id], id)),
    metrics: () =>
      Object.entries(metrics).map(([id, points]) => ({ id, series: { label: id, points } })),
    periodOf: (id) => (metrics[id] === undefined ? undefined : PERIOD_S),
  };
  return shown(evaluateExpression(parseExpression(expression), environment));
}

function shown(value: Value) {
  if (value.kind === 'scalar') return value.value;
  return value.kind === 'series' ? value.series.points : value.items.map(({ points }) => points);
}

describe('metric math', () => {
  // The examples of the user guide.
  const guide = { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] };
  const choices = {
    metric1: [1, 1, 0, 0, _],
    metric2: [30, _, 0, 0, 30],
    metric3: [0, 0, 20, _, 20],
  };

  test.each<[string, Readonly<Record<string, Points>>, Points]>([
    ['metric1 < metric2', guide, [0, 0, 1, 0]],
    ['metric1 >= 30', guide, [1, 0, 0, 0]],
    ['metric1 > 15 AND metric2 > 15', guide, [1, 0, 0, 0]],
    ['metric1 > 15 && metric2 > 15', guide, [1, 0, 0, 0]],
    ['IF(metric1, metric2, metric3)', choices, [30, 0, 20, _, _]],
    ['IF(metric1, 5, metric3)', choices, [5, 5, 20, _, _]],
    ['IF(metric1, metric2, 5)', choices, [30, 0, 5, 5, _]],
    ['IF(metric3 > 10, metric3)', choices, [_, _, 20, _, 20]],
    ['IF(0, metric2)', choices, [_, _, _, _, _]],
  ])('computes %s as the user guide does', (expression, metrics, expected) => {
    expect(compute(expression, metrics)).toEqual(expected);
  });

  test.each<[string, number]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['10 - 4 - 3', 3],
    ['1 < 2 OR 1 > 2 AND 0', 1],
    ['1.5e2 / .5', 300],
  ])('computes %s', (expression, expected) => {
    expect(compute(expression, {})).toBe(expected);
  });

  const m = { m1: [1, 2, 3], m2: [10, _, 30] };

  test.each<[string, unknown]>([
    ['m1 + m2', [11, 2, 33]],
    ['m1 + 1', [2, 3, 4]],
    ['m2 * 2', [20, _, 60]],
    ['1 / (m1 - 1)', [_, 1, 0.5]],
    ['-m2', [-10, _, -30]],
    ['SUM(METRICS())', [11, 2, 33]],
    ['AVG(METRICS())', [5.5, 1, 16.5]],
    ['MIN([m1, m2])', [1, 2, 3]],
    ['MAX([m1, m2])', [10, 2, 30]],
    ['SUM(m2)', 40],
    ['AVG(m2)', 20],
    ['m1 / MAX(m1)', [1 / 3, 2 / 3, 1]],
    ['METRICS("2") / 10', [[1, _, 3]]],
    ['METRIC_COUNT(METRICS())', 2],
    ['FILL(m2, 0)', [10, 0, 30]],
    ['FILL(m2, m1)', [10, 2, 30]],
    ['FILL(m2, REPEAT)', [10, 10, 30]],
    ['FILL(m2, LINEAR)', [10, 20, 30]],
    [
      'FILL(METRICS(), 0)',
      [
        [1, 2, 3],
        [10, 0, 30],
      ],
    ],
    ['RATE(m1)', [_, 1 / 60, 1 / 60]],
    ['RATE(m2)', [_, _, 20 / 120]],
    ['DIFF(m1)', [_, 1, 1]],
    ['RUNNING_SUM(m1)', [1, 3, 6]],
    ['ABS(m1 - 2)', [1, 0, 1]],
    ['CEIL(m1 / 2)', [1, 1, 2]],
    ['FLOOR(m1 / 2)', [0, 1, 1]],
    ['m1 / PERIOD(m1)', [1 / 60, 2 / 60, 3 / 60]],
    ['TIME_SERIES(5)', [5, 5, 5]],
    ['DATAPOINT_COUNT(m2)', 2],
    ['FIRST(METRICS())', [1, 2, 3]],
  ])('computes %s', (expression, expected) => {
    expect(compute(expression, m)).toEqual(expected);
  });

  test('gives an error rate that is 0 while there is too little traffic to judge', () => {
    const rate = 'IF(FILL(requests, 0) >= 50, 100 * FILL(errors, 0) / FILL(requests, 0), 0)';
    expect(compute(rate, { errors: [_, 5, 5], requests: [_, 20, 100] })).toEqual([0, 0, 5]);
  });

  test.each([
    ['ANOMALY_DETECTION_BAND(m1)', /function ANOMALY_DETECTION_BAND is not supported/],
    ['SEARCH("x", "Sum")', /function SEARCH is not supported/],
    ['sum(m1)', /function sum is not supported/],
    ['SUM', /function SUM is not supported/],
    ['m1 +', /ends too early/],
    ['(m1', /'\)' is missing/],
    ['m1 m2', /unexpected 'm2'/],
    ['m1 ? m2', /unexpected character at position/],
    ['IF(m1)', /does not take 1 arguments/],
    ['m9 + 1', /Undefined variable 'm9'/],
    ['REPEAT', /second argument of FILL/],
    [`${'('.repeat(60)}m1${')'.repeat(60)}`, /nested too deeply/],
  ])('refuses %s by name', (expression, message) => {
    expect(() => compute(expression, m)).toThrow(message);
  });
});
