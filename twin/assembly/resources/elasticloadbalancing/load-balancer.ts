// AWS::ElasticLoadBalancingV2::LoadBalancer
import type * as Sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { changedProperties, objects, omit, pick, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';
import { fullName, NAME_LENGTH_MAX } from './names.ts';

const elb = callsOf<typeof Sdk>('elasticloadbalancing');

export const loadBalancer: ResourceProvider = {
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  service: 'elasticloadbalancing',
  replaceOn: ['Name', 'Scheme', 'Type'],
  async create({ properties, stack, name }) {
    const Name = text(properties, 'Name') ?? name({ lengthMax: NAME_LENGTH_MAX });
    const { LoadBalancers: [made] = [] } = await elb(stack, 'CreateLoadBalancer', {
      ...omit(properties, 'LoadBalancerAttributes', 'MinimumLoadBalancerCapacity'),
      Name,
    });
    const arn = made?.LoadBalancerArn ?? '';
    await setAttributes(stack, arn, properties);
    return {
      physicalId: arn,
      attributes: {
        LoadBalancerArn: arn,
        LoadBalancerName: Name,
        LoadBalancerFullName: fullName(arn),
        DNSName: made?.DNSName,
        CanonicalHostedZoneID: made?.CanonicalHostedZoneId,
        SecurityGroups: properties['SecurityGroups'] ?? [],
      },
    };
  },
  async update({ properties, stack, existing }) {
    const LoadBalancerArn = existing.physicalId;
    const changed = changedProperties(existing.properties, properties);
    await setAttributes(stack, LoadBalancerArn, properties);
    if (changed.includes('SecurityGroups')) {
      const input = { LoadBalancerArn, ...pick(properties, 'SecurityGroups') };
      await stack.attempt('elasticloadbalancing', 'SetSecurityGroups', input);
    }
    if (changed.includes('Subnets')) {
      const input = { LoadBalancerArn, ...pick(properties, 'Subnets') };
      await stack.attempt('elasticloadbalancing', 'SetSubnets', input);
    }
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await elb(stack, 'DeleteLoadBalancer', { LoadBalancerArn: physicalId });
  },
};

async function setAttributes(stack: StackHost, LoadBalancerArn: string, properties: Properties) {
  const Attributes = objects(properties, 'LoadBalancerAttributes');
  if (Attributes.length === 0) return;
  await elb(stack, 'ModifyLoadBalancerAttributes', { LoadBalancerArn, Attributes });
}
