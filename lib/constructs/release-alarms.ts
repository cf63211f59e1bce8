// The alarms of a service in an environment, from the thresholds of its plan: one set for each target group.
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Threshold } from '../../core/analysis/threshold.ts';
import { type AlarmScope, alarmName } from '../../core/contract/alarm-names.ts';
import { limits } from '../../core/limits.ts';
import type { SiteAlarms } from './release-site.ts';
import type { Place } from './site-facts.ts';
import { errorRate, groupMetric, type MeteredSite, serviceMetric } from './site-metrics.ts';

export interface ReleaseAlarmsProps extends Place {
  readonly thresholds: readonly Threshold[];
  readonly site: MeteredSite;
}

/** Alarms on both target groups, since blue and green swap roles, and one composite over all of them. */
export class ReleaseAlarms extends Construct implements SiteAlarms {
  readonly alarms: readonly cloudwatch.Alarm[];
  readonly composite: cloudwatch.CompositeAlarm;

  constructor(scope: Construct, id: string, props: ReleaseAlarmsProps) {
    super(scope, id);
    this.alarms = props.thresholds.flatMap((threshold) => this.alarmsFor(threshold, props));
    this.composite = new cloudwatch.CompositeAlarm(this, 'Any', {
      // Outside of the names that start rollbacks: its children do that, and know which version is meant.
      compositeAlarmName: `spillway-any/${props.service}/${props.environment}`,
      alarmDescription: `Any alarm of ${props.service} in ${props.environment}. For people to look at: its children act`,
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
    { service, environment, site }: ReleaseAlarmsProps,
  ): cloudwatch.Alarm {
    const watch = watchFor(threshold, alarmScope, site);
    return new cloudwatch.Alarm(this, `${threshold.metric}-${alarmScope}`, {
      alarmName: alarmName({ service, environment, scope: alarmScope, metric: threshold.metric }),
      alarmDescription: `${service} in ${environment}: ${threshold.metric} above ${threshold.max} (${threshold.unit}). EventBridge starts the rollback`,
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

function watchFor(threshold: Threshold, scope: AlarmScope, site: MeteredSite): Watch {
  const slot = scope === 'b' ? 'b' : 'a';
  switch (threshold.kind) {
    case 'ratio':
      return {
        metric: errorRate(site, slot, { requestsMin: threshold.requestsMin }),
        threshold: threshold.max,
        evaluationPeriods: limits.alarmDatapoints,
        datapoints: 1,
      };
    case 'level':
      return {
        metric: levelMetric(site, slot, threshold.metric),
        threshold: threshold.metric === 'latency-p95' ? threshold.max / 1000 : threshold.max,
        // As the judge counts them, so that it need not read them every minute.
        evaluationPeriods: threshold.windowSeconds / limits.alarmPeriodSeconds,
        datapoints: threshold.samplesOverMax,
      };
    case 'run':
      return {
        metric: groupMetric(site, slot, { name: 'UnHealthyHostCount', statistic: 'Maximum' }),
        // Unhealthy in more minutes in a row than are tolerated.
        threshold: 0,
        evaluationPeriods: threshold.max + 1,
        datapoints: threshold.max + 1,
      };
  }
}

const levelMetric = (
  site: MeteredSite,
  slot: 'a' | 'b',
  metric: 'latency-p95' | 'cpu' | 'memory',
): cloudwatch.Metric =>
  metric === 'latency-p95'
    ? groupMetric(site, slot, { name: 'TargetResponseTime', statistic: 'p95' })
    : serviceMetric(site, metric === 'cpu' ? 'CPUUtilization' : 'MemoryUtilization');
