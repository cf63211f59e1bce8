// The metric that a target tracking policy watches, minute by minute.
import type { TargetTrackingScalingPolicyConfiguration } from '@aws-sdk/client-application-auto-scaling';
import type {
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
} from '@aws-sdk/client-cloudwatch';
import { serviceCaller } from '../../host/caller.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { Target } from './state.ts';

type Watched = Pick<GetMetricStatisticsInput, 'Namespace' | 'MetricName' | 'Dimensions'> & {
  readonly statistic: 'Average' | 'Sum' | 'Maximum' | 'Minimum' | 'SampleCount';
};

const MINUTE_MS = 60_000;
const MINUTES = 16;

export const PRINCIPAL = 'application-autoscaling.amazonaws.com';

export async function readValues(
  host: ServiceHost,
  target: Target,
  policy: TargetTrackingScalingPolicyConfiguration,
): Promise<readonly number[]> {
  const watched = watchedBy(target, policy);
  if (watched === undefined) return [];
  const { statistic, ...metric } = watched;
  const now = host.clock.now();
  const input: GetMetricStatisticsInput = {
    ...metric,
    StartTime: new Date(now - MINUTES * MINUTE_MS),
    EndTime: new Date(now),
    Period: 60,
    Statistics: [statistic],
  };
  const caller = serviceCaller(host.account, PRINCIPAL, target.arn);
  const answer = await host.call({
    service: 'monitoring',
    operation: 'GetMetricStatistics',
    input,
    caller,
  });
  const { Datapoints = [] } = answer as GetMetricStatisticsOutput;
  return [...Datapoints]
    .sort((a, b) => (a.Timestamp?.getTime() ?? 0) - (b.Timestamp?.getTime() ?? 0))
    .flatMap((datapoint) => datapoint[statistic] ?? []);
}

function watchedBy(
  { resourceId }: Target,
  policy: TargetTrackingScalingPolicyConfiguration,
): Watched | undefined {
  const [, cluster = '', service = ''] = resourceId.split('/');
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: own } = policy;
  const ofService = (MetricName: string): Watched => ({
    Namespace: 'AWS/ECS',
    MetricName,
    Dimensions: [
      { Name: 'ClusterName', Value: cluster },
      { Name: 'ServiceName', Value: service },
    ],
    statistic: 'Average',
  });
  switch (predefined?.PredefinedMetricType) {
    case 'ECSServiceAverageCPUUtilization':
      return ofService('CPUUtilization');
    case 'ECSServiceAverageMemoryUtilization':
      return ofService('MemoryUtilization');
    case 'ALBRequestCountPerTarget':
      return requestsPerTarget(predefined.ResourceLabel ?? '');
    default:
      return own?.MetricName === undefined
        ? undefined
        : {
            Namespace: own.Namespace,
            MetricName: own.MetricName,
            Dimensions: own.Dimensions ?? [],
            statistic: own.Statistic ?? 'Average',
          };
  }
}

/** The label is `app/<name>/<id>/targetgroup/<name>/<id>`. */
function requestsPerTarget(label: string): Watched {
  const [loadBalancer = '', targetGroup = ''] = label.split('/targetgroup/');
  return {
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'RequestCountPerTarget',
    Dimensions: [
      { Name: 'TargetGroup', Value: `targetgroup/${targetGroup}` },
      { Name: 'LoadBalancer', Value: loadBalancer },
    ],
    statistic: 'Sum',
  };
}
