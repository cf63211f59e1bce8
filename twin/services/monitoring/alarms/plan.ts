// Makes the configuration of a metric alarm ready for evaluation, or refuses it as CloudWatch does.
import type { MetricDataQuery, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../host/aws-error.ts';
import { checkPeriod, parseQueries, type Query } from '../data/queries.ts';
import { isPercentileOrTrim } from '../data/statistics.ts';
import {
  invalidCombination,
  invalidValue,
  missingParameter,
  notInEnum,
  validationError,
} from '../errors.ts';
import type { AlarmRule, MissingData } from './decide.ts';
import type { EvaluationPlan } from './model.ts';
import { COMPARISON_OPERATORS, type Threshold, thresholdOf } from './threshold.ts';

const DAY_S = 86_400;
const WEEK_S = 7 * DAY_S;
const HOUR_S = 3_600;
const ACTIONS_MAX = 5;
const NAME_MAX = 255;
const DESCRIPTION_MAX = 1_024;
const SINGLE_METRIC_ID = 'metric';
const SINGLE_METRIC_MEMBERS = [
  'MetricName',
  'Namespace',
  'Dimensions',
  'Period',
  'Unit',
  'Statistic',
  'ExtendedStatistic',
] as const;
const NOT_SIMULATED = ['EvaluationCriteria', 'EvaluationWindow', 'WarmUpConfiguration'] as const;
const STATISTICS = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'];

export function planAlarm(input: PutMetricAlarmInput): EvaluationPlan {
  for (const member of NOT_SIMULATED) {
    if (input[member] !== undefined) {
      throw new AwsError('NotImplemented', `${member} of alarms is not simulated`, { status: 501 });
    }
  }
  checkCommon(input);
  const queries = parseQueries(input.Metrics ?? [singleQuery(input)]);
  const watched = watchedQuery(queries, input);
  const periodSeconds = watched.periodSeconds;
  const rule = ruleOf(input, queries);
  checkRange(periodSeconds, rule.evaluationPeriods);
  return {
    queries,
    watched: watched.id,
    periodSeconds,
    rule,
    threshold: thresholdIn(input),
    samplesMin: samplesMin(watched, input),
  };
}

/** What metric and composite alarms have in common. */
export function checkCommon(input: {
  readonly AlarmName?: string | undefined;
  readonly AlarmDescription?: string | undefined;
  readonly OKActions?: readonly string[] | undefined;
  readonly AlarmActions?: readonly string[] | undefined;
  readonly InsufficientDataActions?: readonly string[] | undefined;
}): void {
  const { AlarmName: name = '', AlarmDescription: description = '' } = input;
  if (name.length < 1 || name.length > NAME_MAX) {
    throw validationError(`The length of AlarmName must be from 1 to ${NAME_MAX}`);
  }
  if (description.length > DESCRIPTION_MAX) {
    throw validationError(`AlarmDescription must not be longer than ${DESCRIPTION_MAX} characters`);
  }
  for (const member of ['OKActions', 'AlarmActions', 'InsufficientDataActions'] as const) {
    const actions = input[member] ?? [];
    if (actions.length > ACTIONS_MAX) {
      throw validationError(`${member} must not have more than ${ACTIONS_MAX} actions`);
    }
    const bad = actions.find((action) => !action.startsWith('arn:'));
    if (bad !== undefined) throw validationError(`Invalid arn syntax: ${bad}`);
  }
}

function singleQuery(input: PutMetricAlarmInput): MetricDataQuery {
  if (input.MetricName === undefined) throw missingParameter('MetricName');
  if (input.Namespace === undefined) throw missingParameter('Namespace');
  if (input.Period === undefined) throw missingParameter('Period');
  const { Statistic: statistic, ExtendedStatistic: extended } = input;
  if (statistic !== undefined && extended !== undefined) {
    throw invalidCombination('Statistic and ExtendedStatistic are mutually exclusive.');
  }
  const stat = statistic ?? extended;
  if (stat === undefined) throw missingParameter('Statistic');
  if (statistic !== undefined && !STATISTICS.includes(statistic)) {
    throw notInEnum('statistic', statistic, STATISTICS);
  }
  if (extended !== undefined && !isPercentileOrTrim(extended)) {
    throw invalidValue(`The value ${extended} for parameter ExtendedStatistic is not supported.`);
  }
  return {
    Id: SINGLE_METRIC_ID,
    MetricStat: {
      Metric: {
        Namespace: input.Namespace,
        MetricName: input.MetricName,
        Dimensions: input.Dimensions,
      },
      Period: checkPeriod(input.Period, 'Period'),
      Stat: stat,
      Unit: input.Unit,
    },
  };
}

function watchedQuery(queries: readonly Query[], input: PutMetricAlarmInput): Query {
  if (input.Metrics !== undefined) {
    const extra = SINGLE_METRIC_MEMBERS.find((member) => input[member] !== undefined);
    if (extra !== undefined) {
      throw validationError(`Metrics list cannot be used together with ${extra}`);
    }
    const periods = new Set(
      queries.flatMap((query) => (query.kind === 'metric' ? [query.periodSeconds] : [])),
    );
    if (periods.size > 1)
      throw validationError('All metrics of an alarm must have the same period');
  }
  const returned = queries.filter((query) => query.returned);
  const [only] = returned;
  if (only === undefined || returned.length > 1) {
    throw validationError('Exactly one element of the metrics list should return data.');
  }
  return only;
}

function ruleOf(input: PutMetricAlarmInput, queries: readonly Query[]): AlarmRule {
  const { EvaluationPeriods: periods, DatapointsToAlarm: datapoints } = input;
  if (periods === undefined) throw missingParameter('EvaluationPeriods');
  if (periods < 1) throw validationError('EvaluationPeriods must be at least 1');
  if (datapoints !== undefined && (datapoints < 1 || datapoints > periods)) {
    throw validationError(
      'DatapointsToAlarm must be at least 1 and at most the number of EvaluationPeriods',
    );
  }
  // Documented: alarms on DynamoDB's metrics ignore missing data, whatever they are told.
  const ignores = queries.some(
    (query) => query.kind === 'metric' && query.metric.namespace === 'AWS/DynamoDB',
  );
  return {
    evaluationPeriods: periods,
    datapointsToAlarm: datapoints ?? periods,
    missingData: ignores ? 'ignore' : missingDataOf(input.TreatMissingData ?? 'missing'),
  };
}

function missingDataOf(text: string): MissingData {
  if (text === 'missing' || text === 'ignore' || text === 'breaching' || text === 'notBreaching') {
    return text;
  }
  throw validationError(`Option ${text} is not supported for TreatMissingData parameter.`);
}

function thresholdIn(input: PutMetricAlarmInput): Threshold {
  const { ComparisonOperator: operator, Threshold: value } = input;
  if (operator === undefined) throw missingParameter('ComparisonOperator');
  if (value === undefined) throw missingParameter('Threshold');
  const threshold = thresholdOf(operator, value);
  if (threshold === undefined)
    throw notInEnum('comparisonOperator', operator, COMPARISON_OPERATORS);
  return threshold;
}

function checkRange(periodSeconds: number, evaluationPeriods: number): void {
  const most = periodSeconds < HOUR_S ? DAY_S : WEEK_S;
  if (periodSeconds * evaluationPeriods > most) {
    throw validationError(
      `Metrics cannot be checked across more than ${most === DAY_S ? 'a day' : 'a week'} ` +
        '(EvaluationPeriods * Period must be <= ' +
        `${most}).`,
    );
  }
}

/** Documented: a percentile needs 10 / (1 - p) samples, below the median 10 / p. */
function samplesMin(watched: Query, input: PutMetricAlarmInput): number {
  const choice = input.EvaluateLowSampleCountPercentile;
  if (choice !== undefined && choice !== 'evaluate' && choice !== 'ignore') {
    throw validationError(
      `Option ${choice} is not supported for EvaluateLowSampleCountPercentile parameter.`,
    );
  }
  if (choice !== 'ignore' || watched.kind !== 'metric') return 0;
  const { percentile } = watched.statistic;
  if (percentile === undefined) return 0;
  const share = percentile / 100;
  const tail = share >= 0.5 ? 1 - share : share;
  return tail === 0 ? 0 : Math.round(10 / tail);
}
