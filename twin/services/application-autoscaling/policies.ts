// Scaling policies. Those that track a target scale; step policies are kept, and wait for alarms that nobody sends.

import type * as Sdk from '@aws-sdk/client-application-auto-scaling';
import type { ScalingPolicy } from '@aws-sdk/client-application-auto-scaling';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { pageOf } from './paging.ts';
import { watch } from './scaling.ts';
import type { AutoScalingState, Policy, Target } from './state.ts';
import { findTarget } from './targets.ts';

export const policyOperations = (
  host: ServiceHost,
  state: AutoScalingState,
): Operations<typeof Sdk> => ({
  PutScalingPolicy(input) {
    const target = findTarget(state, input);
    const tracking = input.TargetTrackingScalingPolicyConfiguration;
    const steps = input.StepScalingPolicyConfiguration;
    if (tracking === undefined && steps === undefined)
      throw new AwsError('ValidationException', 'The policy has no configuration');
    if (tracking !== undefined && !((tracking.TargetValue ?? 0) > 0))
      throw new AwsError('ValidationException', 'TargetValue must be positive');
    const { PolicyName = '' } = input;
    const policy = target.policies.get(PolicyName) ?? createPolicy(host, target, PolicyName);
    policy.tracking = tracking;
    policy.steps = steps;
    target.policies.set(PolicyName, policy);
    watch(host, target);
    // AWS makes two alarms here; the twin looks at the metric itself.
    return { PolicyARN: policy.arn, Alarms: [] };
  },
  DescribeScalingPolicies(input) {
    const { PolicyNames, ResourceId, ScalableDimension, NextToken, MaxResults } = input;
    const selected = [...state.targets.values()]
      .filter(
        ({ resourceId, dimension }) =>
          (ResourceId === undefined || resourceId === ResourceId) &&
          (ScalableDimension === undefined || dimension === ScalableDimension),
      )
      .flatMap((target) => [...target.policies.values()].map((policy) => describe(target, policy)))
      .filter(
        ({ PolicyName = '' }) => PolicyNames === undefined || PolicyNames.includes(PolicyName),
      );
    const { page, nextToken } = pageOf(selected, { token: NextToken, size: MaxResults });
    return { ScalingPolicies: page, NextToken: nextToken };
  },
  DeleteScalingPolicy(input) {
    const target = findTarget(state, input);
    if (!target.policies.delete(input.PolicyName ?? ''))
      throw new AwsError(
        'ObjectNotFoundException',
        `No scaling policy found for service namespace: ecs, resource ID: ${input.ResourceId}, scalable dimension: ${input.ScalableDimension}: ${input.PolicyName}`,
      );
    return {};
  },
});

const createPolicy = (host: ServiceHost, { resourceId }: Target, name: string): Policy => ({
  name,
  arn: `${host.arn('autoscaling', `scalingPolicy:${host.ids.uuid()}`)}:resource/ecs/${resourceId}:policyName/${name}`,
  createdAt: host.clock.date(),
  tracking: undefined,
  steps: undefined,
});

const describe = ({ resourceId, dimension }: Target, policy: Policy): ScalingPolicy => ({
  PolicyARN: policy.arn,
  PolicyName: policy.name,
  ServiceNamespace: 'ecs',
  ResourceId: resourceId,
  ScalableDimension: dimension,
  PolicyType: policy.tracking === undefined ? 'StepScaling' : 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: policy.tracking,
  StepScalingPolicyConfiguration: policy.steps,
  Alarms: [],
  CreationTime: policy.createdAt,
});
