// The alarms of a service in an environment, from the thresholds of its plan: one set for each target group.
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Threshold } from '../../core/analysis/threshold.ts';
import { type AlarmScope, alarmName } from '../../core/contract/alarm-names.ts';
import { limits } from '../../core/limits.ts';
import type { IReleaseSite } from './release-site.ts';

export interface ReleaseAlarmsProps {
  readonly serviceName: string;
  readonly environmentName: string;
  readonly thresholds: readonly Threshold[];
  readonly targetGroups: IReleaseSite['targetGroups'];
  /** `app/name/id` */
  readonly loadBalancerMetricName: string;
  readonly clusterName: string;
  readonly ecsServiceName: string;
}

const PERIOD = Duration.minutes(1);

/** Alarms on both target groups, since blue and green swap roles, and one composite over all of them. */
export class ReleaseAlarms extends Construct {
  readonly alarms: readonly cloudwatch.Alarm[];
  readonly composite: cloudwatch.CompositeAlarm;

  constructor(scope: Construct, id: string, props: ReleaseAlarmsProps) {
    super(scope, id);
    this.alarms = props.thresholds.flatMap((threshold) => this.alarmsFor(threshold, props));
    this.composite = new cloudwatch.CompositeAlarm(this, 'Any', {
      compositeAlarmName: `spillway-any/${props.serviceName}/${props.environmentName}`,
      alarmDescription: `Any alarm of ${props.serviceName} in ${props.environmentName}`,
      alarmRule: cloudwatch.AlarmRule.anyOf(
        ...this.alarms.map((alarm) =>
          cloudwatch.AlarmRule.fromAlarm(alarm, cloudwatch.AlarmState.ALARM),
        ),
      ),
    });
  }

  private alarmsFor(threshold: Threshold, props: ReleaseAlarmsProps): cloudwatch.Alarm[] {
    const scopes: readonly AlarmScope[] =
      threshold.metric === 'cpu' || threshold.metric === 'memory' ? ['service'] : ['a', 'b'];
    return scopes.map((alarmScope) => this.alarmFor(threshold, alarmScope, props));
  }

  private alarmFor(
    threshold: Threshold,
    alarmScope: AlarmScope,
    props: ReleaseAlarmsProps,
  ): cloudwatch.Alarm {
    const { serviceName: service, environmentName: environment } = props;
    const watch = watchFor(threshold, alarmScope, props);
    return new cloudwatch.Alarm(this, `${threshold.metric}-${alarmScope}`, {
      alarmName: alarmName({ service, environment, scope: alarmScope, metric: threshold.metric }),
      alarmDescription: `${service} in ${environment}: ${threshold.metric} above ${threshold.max} (${threshold.unit})`,
      metric: watch.metric,
      threshold: watch.threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: watch.evaluationPeriods,
      datapointsToAlarm: watch.datapoints,
      // No data is no breach here; that no data is no pass either is the judge's business.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}

interface Watch {
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapoints: number;
}

function watchFor(threshold: Threshold, scope: AlarmScope, props: ReleaseAlarmsProps): Watch {
  switch (threshold.kind) {
    case 'ratio':
      return {
        metric: errorRate(threshold.requestsMin, groupMetric(scope, props)),
        threshold: threshold.max,
        evaluationPeriods: limits.alarmDatapoints,
        datapoints: 1,
      };
    case 'level':
      return {
        metric: levelMetric(threshold.metric, scope, props),
        threshold: threshold.metric === 'latency-p95' ? threshold.max / 1000 : threshold.max,
        evaluationPeriods: limits.alarmDatapoints,
        datapoints: threshold.samplesOverMax,
      };
    case 'run':
      return {
        metric: groupMetric(scope, props)('UnHealthyHostCount', 'Maximum'),
        // Unhealthy in more minutes in a row than are tolerated.
        threshold: 0,
        evaluationPeriods: threshold.max + 1,
        datapoints: threshold.max + 1,
      };
  }
}

type GroupMetric = (metricName: string, statistic: string) => cloudwatch.Metric;

const groupMetric =
  (scope: AlarmScope, props: ReleaseAlarmsProps): GroupMetric =>
  (metricName, statistic) =>
    new cloudwatch.Metric({
      namespace: 'AWS/ApplicationELB',
      metricName,
      statistic,
      period: PERIOD,
      dimensionsMap: {
        LoadBalancer: props.loadBalancerMetricName,
        TargetGroup: props.targetGroups[scope === 'b' ? 'b' : 'a'].targetGroupFullName,
      },
    });

/** Errors are published only when there are some; few requests in a minute cannot tell a rate from bad luck. */
const errorRate = (requestsMin: number, metric: GroupMetric): cloudwatch.MathExpression =>
  new cloudwatch.MathExpression({
    label: 'error rate (%)',
    expression: `IF(requests >= ${requestsMin}, 100 * (FILL(errors, 0) + FILL(refused, 0)) / requests, 0)`,
    period: PERIOD,
    usingMetrics: {
      requests: metric('RequestCount', 'Sum'),
      errors: metric('HTTPCode_Target_5XX_Count', 'Sum'),
      refused: metric('TargetConnectionErrorCount', 'Sum'),
    },
  });

function levelMetric(
  metric: 'latency-p95' | 'cpu' | 'memory',
  scope: AlarmScope,
  props: ReleaseAlarmsProps,
): cloudwatch.Metric {
  if (metric === 'latency-p95') return groupMetric(scope, props)('TargetResponseTime', 'p95');
  return new cloudwatch.Metric({
    namespace: 'AWS/ECS',
    metricName: metric === 'cpu' ? 'CPUUtilization' : 'MemoryUtilization',
    statistic: 'Average',
    period: PERIOD,
    dimensionsMap: { ClusterName: props.clusterName, ServiceName: props.ecsServiceName },
  });
}
