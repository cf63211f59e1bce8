// AWS::ApplicationAutoScaling::ScalingPolicy
import type * as Sdk from '@aws-sdk/client-application-auto-scaling';
import { omit, required, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const scaling = callsOf<typeof Sdk>('application-autoscaling');

export const scalingPolicy: ResourceProvider = {
  type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
  service: 'application-autoscaling',
  replaceOn: [
    'PolicyName',
    'ResourceId',
    'ScalableDimension',
    'ScalingTargetId',
    'ServiceNamespace',
  ],
  async create({ properties, stack }) {
    const { PolicyARN = '' } = await scaling(stack, 'PutScalingPolicy', input(properties));
    const PolicyName = required(properties, 'PolicyName');
    return { physicalId: PolicyARN, attributes: { Arn: PolicyARN, PolicyName } };
  },
  async update({ properties, stack }) {
    await scaling(stack, 'PutScalingPolicy', input(properties));
    return undefined;
  },
  async delete({ properties }, stack) {
    const PolicyName = required(properties, 'PolicyName');
    await scaling(stack, 'DeleteScalingPolicy', { ...targetOf(properties), PolicyName });
  },
};

const input = (properties: Properties): Properties => ({
  ...omit(properties, 'ScalingTargetId'),
  ...targetOf(properties),
});

/** A target's id is its three parts, joined. */
function targetOf(properties: Properties): Properties {
  const id = text(properties, 'ScalingTargetId');
  if (id === undefined) {
    const { ResourceId, ScalableDimension, ServiceNamespace } = properties;
    return { ResourceId, ScalableDimension, ServiceNamespace };
  }
  const [ResourceId, ScalableDimension, ServiceNamespace] = id.split('|');
  return { ResourceId, ScalableDimension, ServiceNamespace };
}
