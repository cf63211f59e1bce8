// Why a metric alarm is in its state, in CloudWatch's words and as its JSON.
import type { StateValue } from './decide.ts';
import type { MetricAlarm } from './model.ts';
import { double, plural, shortTime, timestamp } from './wording.ts';

/** A datapoint of the evaluation range; without a value it is missing. */
export interface EvaluatedPoint {
  readonly at: number;
  readonly value: number | undefined;
  readonly sampleCount: number | undefined;
}

interface Finding {
  readonly alarm: MetricAlarm;
  readonly state: StateValue;
  /** Oldest first. */
  readonly range: readonly EvaluatedPoint[];
  readonly now: number;
}

const TREATED_AS: Readonly<Record<string, string>> = {
  breaching: 'Breaching',
  notBreaching: 'NonBreaching',
  missing: 'Missing',
  ignore: 'Ignored',
};
/** Up to this many datapoints are listed in place; of more, the most recent ones follow. */
const LISTED_MAX = 5;

export function reasonText(finding: Finding): string {
  const { alarm, state } = finding;
  const { evaluationPeriods: periods, missingData } = alarm.plan.rule;
  const real = realPoints(finding);
  const missing = periods - real.length;
  if (state === 'INSUFFICIENT_DATA') {
    const unknown = Math.max(1, missing);
    return `Insufficient Data: ${plural(unknown, 'datapoint')} ${were(unknown)} unknown.`;
  }
  const fills = missingData === 'breaching' || missingData === 'notBreaching';
  if (missing <= 0 || (real.length > 0 && !fills)) return crossedText(finding, real);
  const received =
    real.length === 0
      ? 'no datapoints were'
      : `${plural(real.length, 'datapoint')} ${were(real.length)}`;
  return (
    `Threshold Crossed: ${received} received for ${plural(periods, 'period')} and ` +
    `${plural(missing, 'missing datapoint')} ${were(missing)} treated as [${TREATED_AS[missingData]}].`
  );
}

/** Key order and number format are CloudWatch's, so the text is built by hand. */
export function reasonData(finding: Finding): string {
  const { alarm, now } = finding;
  const { threshold, periodSeconds } = alarm.plan;
  const { Statistic: statistic, ExtendedStatistic: extended, Unit: unit } = alarm.input;
  const real = realPoints(finding);
  const [oldest] = real;
  const members = [
    '"version":"1.0"',
    `"queryDate":"${timestamp(now)}"`,
    ...(oldest === undefined ? [] : [`"startDate":"${timestamp(oldest.at)}"`]),
    ...(unit === undefined ? [] : [`"unit":"${unit}"`]),
    ...(statistic === undefined ? [] : [`"statistic":"${statistic}"`]),
    ...(extended === undefined ? [] : [`"extendedStatistic":"${extended}"`]),
    `"period":${periodSeconds}`,
    `"recentDatapoints":[${real.map(({ value = 0 }) => double(value)).join(',')}]`,
    `"threshold":${double(threshold.value)}`,
    `"evaluatedDatapoints":[${evaluated(finding).map(pointText).join(',')}]`,
  ];
  return `{${members.join(',')}}`;
}

/** The newest datapoints that are real, at most as many as are evaluated; oldest first. */
const realPoints = ({ alarm, range }: Finding): EvaluatedPoint[] =>
  range.filter(({ value }) => value !== undefined).slice(-alarm.plan.rule.evaluationPeriods);

function crossedText({ alarm, state }: Finding, real: readonly EvaluatedPoint[]): string {
  const { threshold, rule } = alarm.plan;
  const { breaches, wording } = threshold;
  const telling = real.filter(({ value = 0 }) => breaches(value) === (state === 'ALARM')).reverse();
  const not = state === 'ALARM' ? '' : 'not ';
  const compared = `${were(telling.length)} ${not}${wording} the threshold (${double(threshold.value)})`;
  const listed = telling
    .slice(0, LISTED_MAX)
    .map(({ value = 0, at }) => `${double(value)} (${shortTime(at)})`)
    .join(', ');
  if (alarm.input.DatapointsToAlarm !== undefined) {
    const transition = state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK';
    return (
      `Threshold Crossed: ${telling.length} out of the last ${real.length} datapoints [${listed}] ${compared} ` +
      `(minimum ${plural(neededFor(state, rule), 'datapoint')} for ${transition} transition).`
    );
  }
  const counted = plural(telling.length, 'datapoint');
  return telling.length < LISTED_MAX
    ? `Threshold Crossed: ${counted} [${listed}] ${compared}.`
    : `Threshold Crossed: ${counted} ${compared}. ` +
        `The most recent datapoints which crossed the threshold: [${listed}].`;
}

/** The datapoints that the transition needed, newest first. */
function evaluated(finding: Finding): EvaluatedPoint[] {
  const { range, state, alarm } = finding;
  const newest = [...range].reverse();
  const real = newest.filter(({ value }) => value !== undefined);
  const needed = neededFor(state, alarm.plan.rule);
  return [...real, ...newest.filter(({ value }) => value === undefined)].slice(0, needed);
}

const neededFor = (
  state: StateValue,
  { datapointsToAlarm, evaluationPeriods }: MetricAlarm['plan']['rule'],
): number => (state === 'OK' ? evaluationPeriods - datapointsToAlarm + 1 : datapointsToAlarm);

function pointText({ at, value, sampleCount }: EvaluatedPoint): string {
  const members = [
    `"timestamp":"${timestamp(at)}"`,
    ...(sampleCount === undefined ? [] : [`"sampleCount":${double(sampleCount)}`]),
    ...(value === undefined ? [] : [`"value":${double(value)}`]),
  ];
  return `{${members.join(',')}}`;
}

const were = (count: number): string => (count === 1 ? 'was' : 'were');
