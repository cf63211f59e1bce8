// The metrics of a place: behind each target group, since those swap roles, and of the ECS service as a whole.
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { IReleaseSite } from './release-site.ts';

export type Slot = keyof IReleaseSite['targetGroups'];

/** What CloudWatch asks for. */
export type MeteredSite = Pick<
  IReleaseSite,
  'clusterName' | 'serviceName' | 'loadBalancerFullName' | 'targetGroups'
>;

export const PERIOD = Duration.minutes(1);

export const groupMetric = (
  site: MeteredSite,
  slot: Slot,
  { name, statistic, label }: { name: string; statistic: string; label?: string },
): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: 'AWS/ApplicationELB',
    metricName: name,
    statistic,
    period: PERIOD,
    dimensionsMap: {
      LoadBalancer: site.loadBalancerFullName,
      TargetGroup: site.targetGroups[slot].targetGroupFullName,
    },
    ...(label === undefined ? {} : { label }),
  });

/** ECS does not split these by version. */
export const serviceMetric = (
  site: MeteredSite,
  name: 'CPUUtilization' | 'MemoryUtilization',
): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: 'AWS/ECS',
    metricName: name,
    statistic: 'Average',
    period: PERIOD,
    dimensionsMap: { ClusterName: site.clusterName, ServiceName: site.serviceName },
  });

/** Errors are published only when there are some; few requests in a minute cannot tell a rate from bad luck. */
export const errorRate = (
  site: MeteredSite,
  slot: Slot,
  { requestsMin, label = 'error rate (%)' }: { requestsMin: number; label?: string },
): cloudwatch.MathExpression =>
  new cloudwatch.MathExpression({
    label,
    // Both versions share a graph: names must tell them apart.
    expression: `IF(requests_${slot} >= ${requestsMin}, 100 * (FILL(errors_${slot}, 0) + FILL(refused_${slot}, 0)) / requests_${slot}, 0)`,
    period: PERIOD,
    usingMetrics: {
      [`requests_${slot}`]: groupMetric(site, slot, { name: 'RequestCount', statistic: 'Sum' }),
      [`errors_${slot}`]: groupMetric(site, slot, {
        name: 'HTTPCode_Target_5XX_Count',
        statistic: 'Sum',
      }),
      [`refused_${slot}`]: groupMetric(site, slot, {
        name: 'TargetConnectionErrorCount',
        statistic: 'Sum',
      }),
    },
  });
