// What an alarm is.
import type { PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Query } from '../data/queries.ts';
import type { CompositeRule } from './composite-rule.ts';
import type { AlarmRule, StateValue } from './decide.ts';
import type { Threshold } from './threshold.ts';

export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData?: string;
  /** Of a composite alarm: the alarms that brought it here. */
  readonly causes?: readonly Cause[];
  readonly updatedAt: number;
  readonly transitionedAt: number;
}

export interface Cause {
  readonly arn: string;
  readonly value: StateValue;
  readonly at: number;
}

interface Suppression {
  readonly by: 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod';
  /** When a period ends; absent while the suppressor is in ALARM. */
  readonly untilMs?: number;
}

interface AlarmBase {
  readonly name: string;
  readonly arn: string;
  /** Ids in events stay the same for the life of a configuration. */
  readonly metricId: string;
  configuredAt: number;
  actionsEnabled: boolean;
  state: AlarmState;
  tags: Map<string, string>;
}

export interface MetricAlarm extends AlarmBase {
  readonly kind: 'metric';
  input: PutMetricAlarmInput;
  plan: EvaluationPlan;
  /** True once an evaluation without any data left the state as it is: until data come, the next will too. */
  idle: boolean;
}

export interface CompositeAlarm extends AlarmBase {
  readonly kind: 'composite';
  input: PutCompositeAlarmInput;
  rule: CompositeRule;
  suppression: Suppression | undefined;
  /** The state whose actions were last taken, or were not to be taken. */
  actedOn: StateValue;
}

export type Alarm = MetricAlarm | CompositeAlarm;

/** A metric alarm's configuration, made ready for evaluation. */
export interface EvaluationPlan {
  readonly queries: readonly Query[];
  /** The id of the query that the threshold is compared with. */
  readonly watched: string;
  readonly periodSeconds: number;
  readonly rule: AlarmRule;
  readonly threshold: Threshold;
  /** Below this many samples a percentile is not evaluated; 0 where it always is. */
  readonly samplesMin: number;
}

export const INITIAL_REASON = 'Unchecked: Initial alarm creation';
