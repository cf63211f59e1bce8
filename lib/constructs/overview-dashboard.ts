// All services at a glance, and Spillway itself: what moves, what failed, what could not be delivered.
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ownMetrics } from '../../core/contract/own-metrics.ts';
import type { ReleaseFunctions } from './release-functions.ts';
import type { ReleaseHealth } from './release-health.ts';
import type { ReleaseMachines } from './release-machines.ts';

export interface OverviewDashboardProps {
  readonly dashboardName: string;
  readonly functions: ReleaseFunctions;
  readonly machines: ReleaseMachines;
  readonly health: ReleaseHealth;
  readonly deadLetters: readonly sqs.Queue[];
}

const HALF = 12;
const HEIGHT = 6;
const HOUR = { period: Duration.hours(1), statistic: 'Sum' } as const;
const MINUTE = { period: Duration.minutes(1), statistic: 'Maximum' } as const;

export class OverviewDashboard extends Construct {
  readonly dashboard: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: OverviewDashboardProps) {
    super(scope, id);
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: props.dashboardName,
      widgets: [
        [
          new cloudwatch.AlarmStatusWidget({
            title: 'Spillway itself',
            alarms: [...props.health.alarms],
            width: 2 * HALF,
            height: 4,
          }),
        ],
        [releases(props), living(props)],
        [rollbacks(props), failures(props)],
        [undelivered(props)],
      ],
    });
  }

  /** Adds the composite alarms of a service. */
  add(service: string, composites: readonly cloudwatch.IAlarm[]): void {
    this.dashboard.addWidgets(
      new cloudwatch.AlarmStatusWidget({
        title: service,
        alarms: [...composites],
        width: HALF,
        height: 3,
      }),
    );
  }
}

const graph = (title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget =>
  new cloudwatch.GraphWidget({ title, left, width: HALF, height: HEIGHT });

const releases = ({ machines }: OverviewDashboardProps) =>
  graph('Release executions per hour', [
    machines.all.release.metricStarted({ ...HOUR, label: 'started' }),
    machines.all.release.metricSucceeded({ ...HOUR, label: 'ended' }),
    machines.all.release.metricFailed({ ...HOUR, label: 'died' }),
  ]);

const living = ({ functions }: OverviewDashboardProps) =>
  graph(
    'Releases that have not ended',
    [ownMetrics.livingReleases, ownMetrics.overdueReleases].map(
      (metricName) =>
        new cloudwatch.Metric({
          namespace: ownMetrics.namespace,
          metricName,
          ...MINUTE,
          dimensionsMap: {
            [ownMetrics.dimension]: functions.all['sweep-releases'].functionName,
          },
        }),
    ),
  );

const rollbacks = ({ machines }: OverviewDashboardProps) =>
  graph('Rollback executions per hour', [
    machines.all.rollback.metricStarted({ ...HOUR, label: 'started' }),
    machines.all.rollback.metricFailed({ ...HOUR, label: 'failed' }),
    machines.all['rescue-release'].metricStarted({ ...HOUR, label: 'rescues' }),
  ]);

const failures = ({ functions }: OverviewDashboardProps) =>
  graph(
    'Errors of functions per hour',
    Object.entries(functions.all).map(([name, fn]) => fn.metricErrors({ ...HOUR, label: name })),
  );

const undelivered = ({ deadLetters }: OverviewDashboardProps) =>
  graph(
    'What could not be delivered',
    deadLetters.map((queue) => queue.metricApproximateNumberOfMessagesVisible(MINUTE)),
  );
