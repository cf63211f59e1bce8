// Spillway watches itself: what would make it blind or late calls on-call before a release needs it.
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ownMetrics } from '../../core/contract/own-metrics.ts';
import type { ReleaseFunctions } from './release-functions.ts';
import type { ReleaseMachines } from './release-machines.ts';

export interface ReleaseHealthProps {
  /** What the alarms are called after. */
  readonly name: string;
  readonly functions: ReleaseFunctions;
  readonly machines: ReleaseMachines;
  readonly deadLetters: readonly sqs.Queue[];
  readonly onCall: sns.ITopic;
}

interface Watched {
  readonly id: string;
  readonly description: string;
  readonly metric: cloudwatch.IMetric;
  readonly minutes: number;
  /** @default - all of them */
  readonly badMinutes?: number;
  /**
   * Whether it is the silence that matters.
   *
   * @default false - the alarm is about a metric that exceeds 0
   */
  readonly silence?: boolean;
}

const MINUTE = Duration.minutes(1);

/** Alarms of Spillway's own; none of them starts a rollback, all of them tell on-call. */
export class ReleaseHealth extends Construct {
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, props: ReleaseHealthProps) {
    super(scope, id);
    const action = new SnsAction(props.onCall);
    this.alarms = watched(props).map((each) => {
      const alarm = this.define(props.name, each);
      alarm.addAlarmAction(action);
      // Every alarm begins without data. Would that count as a breach, each deployment would call on-call.
      if (each.silence) alarm.addInsufficientDataAction(action);
      return alarm;
    });
  }

  private define(
    name: string,
    { id, description, metric, minutes, badMinutes = minutes, silence = false }: Watched,
  ): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, id, {
      // Outside of the names that start rollbacks.
      alarmName: `${name}-health/${id}`,
      alarmDescription: description,
      metric,
      threshold: silence ? 1 : 0,
      comparisonOperator: silence
        ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
        : cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: minutes,
      datapointsToAlarm: badMinutes,
      treatMissingData: silence
        ? cloudwatch.TreatMissingData.MISSING
        : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}

function watched({ functions, machines, deadLetters }: ReleaseHealthProps): readonly Watched[] {
  const sweep = functions.all['sweep-releases'];
  const perMinute = { period: MINUTE, statistic: 'Sum' } as const;
  const own = (metricName: string) =>
    new cloudwatch.Metric({
      namespace: ownMetrics.namespace,
      metricName,
      statistic: 'Maximum',
      period: MINUTE,
      dimensionsMap: { [ownMetrics.dimension]: sweep.functionName },
    });
  return [
    ...deadLetters.map((queue, index) => ({
      id: `dead-letters-${index + 1}`,
      description: 'An event or a notice could not be delivered; it lies in the dead-letter queue',
      metric: queue.metricApproximateNumberOfMessagesVisible({
        period: MINUTE,
        statistic: 'Maximum',
      }),
      minutes: 1,
    })),
    ...(['rollback', 'settle-rollback', 'rescue-release'] as const).map((machine) => ({
      id: `${machine}-failed`,
      description: `An execution of ${machine} did not end well: look whether the version before serves`,
      metric: unsuccessful(machines, machine),
      minutes: 1,
    })),
    {
      id: 'sweep-silent',
      description: 'The sweep has not run for five minutes: nobody looks after lost events',
      metric: sweep.metricInvocations(perMinute),
      minutes: 5,
      silence: true,
    },
    {
      id: 'sweep-failing',
      description: 'The sweep fails again and again',
      metric: sweep.metricErrors(perMinute),
      minutes: 3,
    },
    {
      id: 'sweep-incomplete',
      description: 'The sweep cannot look at everything; its log says at what and why',
      metric: own(ownMetrics.sweepFailures),
      // It looks everywhere only every five minutes.
      minutes: 15,
      badMinutes: 3,
    },
    {
      id: 'release-overdue',
      description: 'A release has lived past its deadline for ten minutes and was not taken back',
      metric: own(ownMetrics.overdueReleases),
      minutes: 10,
    },
  ];
}

function unsuccessful(
  machines: ReleaseMachines,
  name: 'rollback' | 'settle-rollback' | 'rescue-release',
): cloudwatch.IMetric {
  const machine = machines.all[name];
  const options = { period: MINUTE, statistic: 'Sum' } as const;
  return new cloudwatch.MathExpression({
    label: `${name} unsuccessful`,
    expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
    period: MINUTE,
    usingMetrics: {
      failed: machine.metricFailed(options),
      timedOut: machine.metricTimedOut(options),
      aborted: machine.metricAborted(options),
    },
  });
}
