// Scalable targets: registered, suspended, described, deregistered.

import type * as Sdk from '@aws-sdk/client-application-auto-scaling';
import type {
  RegisterScalableTargetRequest,
  ScalableTarget,
  SuspendedState,
} from '@aws-sdk/client-application-auto-scaling';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { pageOf } from './paging.ts';
import { unwatch, watch } from './scaling.ts';
import type { AutoScalingState, Suspension, Target } from './state.ts';

interface Key {
  readonly ResourceId?: string | undefined;
  readonly ScalableDimension?: string | undefined;
}

const AWAKE: Suspension = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

export const targetOperations = (
  host: ServiceHost,
  state: AutoScalingState,
): Operations<typeof Sdk> => ({
  RegisterScalableTarget(input) {
    const known = state.targets.get(keyOf(input));
    const target = known ?? createTarget(host, input);
    const min = input.MinCapacity ?? target.min;
    const max = input.MaxCapacity ?? target.max;
    if (min > max)
      throw new AwsError(
        'ValidationException',
        'Maximum capacity cannot be less than minimum capacity',
      );
    target.min = min;
    target.max = max;
    target.suspension = suspensionOf(input.SuspendedState, target.suspension);
    state.targets.set(keyOf(input), target);
    watch(host, target);
    return { ScalableTargetARN: target.arn };
  },
  DescribeScalableTargets({ ResourceIds, ScalableDimension, NextToken, MaxResults }) {
    const selected = [...state.targets.values()].filter(
      ({ resourceId, dimension }) =>
        (ResourceIds === undefined || ResourceIds.includes(resourceId)) &&
        (ScalableDimension === undefined || dimension === ScalableDimension),
    );
    const { page, nextToken } = pageOf(selected, { token: NextToken, size: MaxResults });
    return { ScalableTargets: page.map(describe), NextToken: nextToken };
  },
  DeregisterScalableTarget(input) {
    const target = findTarget(state, input);
    unwatch(target);
    state.targets.delete(keyOf(input));
    return {};
  },
  DescribeScalingActivities({ ResourceId, ScalableDimension, NextToken, MaxResults }) {
    const activities = [...state.targets.values()]
      .filter(
        ({ resourceId, dimension }) =>
          (ResourceId === undefined || resourceId === ResourceId) &&
          (ScalableDimension === undefined || dimension === ScalableDimension),
      )
      .flatMap((target) => target.activities);
    const { page, nextToken } = pageOf(activities, { token: NextToken, size: MaxResults });
    return { ScalingActivities: page, NextToken: nextToken };
  },
  ListTagsForResource: ({ ResourceARN }) => ({ Tags: { ...byArn(state, ResourceARN).tags } }),
  TagResource({ ResourceARN, Tags = {} }) {
    const target = byArn(state, ResourceARN);
    target.tags = { ...target.tags, ...Tags };
    return {};
  },
  UntagResource({ ResourceARN, TagKeys = [] }) {
    const target = byArn(state, ResourceARN);
    const kept = Object.entries(target.tags).filter(([key]) => !TagKeys.includes(key));
    target.tags = Object.fromEntries(kept);
    return {};
  },
});

export function findTarget(state: AutoScalingState, key: Key): Target {
  const found = state.targets.get(keyOf(key));
  if (found !== undefined) return found;
  throw new AwsError(
    'ObjectNotFoundException',
    `No scalable target registered for service namespace: ecs, resource ID: ${key.ResourceId}, scalable dimension: ${key.ScalableDimension}`,
  );
}

function createTarget(host: ServiceHost, input: RegisterScalableTargetRequest): Target {
  const { ServiceNamespace, ResourceId = '', ScalableDimension, MinCapacity, MaxCapacity } = input;
  const isService = /^service\/[^/]+\/[^/]+$/.test(ResourceId);
  if (ServiceNamespace !== 'ecs' || ScalableDimension !== 'ecs:service:DesiredCount' || !isService)
    throw new AwsError(
      'ValidationException',
      `Only the desired count of ECS services is simulated, not ${ScalableDimension} of ${ResourceId}`,
    );
  if (MinCapacity === undefined || MaxCapacity === undefined)
    throw new AwsError(
      'ValidationException',
      'Minimum and maximum capacity must be given for a new scalable target',
    );
  return {
    arn: host.arn('application-autoscaling', `scalable-target/${host.ids.hex(36)}`),
    resourceId: ResourceId,
    dimension: ScalableDimension,
    roleArn:
      input.RoleARN ??
      `arn:aws:iam::${host.account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
    createdAt: host.clock.date(),
    min: MinCapacity,
    max: MaxCapacity,
    suspension: AWAKE,
    tags: input.Tags ?? {},
    policies: new Map(),
    activities: [],
    scaledAt: undefined,
    look: undefined,
  };
}

const describe = (target: Target): ScalableTarget => ({
  ServiceNamespace: 'ecs',
  ResourceId: target.resourceId,
  ScalableDimension: target.dimension,
  MinCapacity: target.min,
  MaxCapacity: target.max,
  RoleARN: target.roleArn,
  CreationTime: target.createdAt,
  SuspendedState: target.suspension,
  ScalableTargetARN: target.arn,
});

/** What a call does not mention stays as it was. */
const suspensionOf = (asked: SuspendedState | undefined, before: Suspension): Suspension => ({
  DynamicScalingInSuspended: asked?.DynamicScalingInSuspended ?? before.DynamicScalingInSuspended,
  DynamicScalingOutSuspended:
    asked?.DynamicScalingOutSuspended ?? before.DynamicScalingOutSuspended,
  ScheduledScalingSuspended: asked?.ScheduledScalingSuspended ?? before.ScheduledScalingSuspended,
});

function byArn(state: AutoScalingState, arn: string | undefined): Target {
  const found = [...state.targets.values()].find((target) => target.arn === arn);
  if (found !== undefined) return found;
  throw new AwsError('ResourceNotFoundException', `The resource ${arn} does not exist`);
}

const keyOf = ({ ResourceId, ScalableDimension }: Key): string =>
  `${ResourceId} ${ScalableDimension}`;
