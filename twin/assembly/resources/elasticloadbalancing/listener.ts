// AWS::ElasticLoadBalancingV2::Listener
import type * as Sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { objects, omit } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const elb = callsOf<typeof Sdk>('elasticloadbalancing');

export const listener: ResourceProvider = {
  type: 'AWS::ElasticLoadBalancingV2::Listener',
  service: 'elasticloadbalancing',
  replaceOn: ['LoadBalancerArn'],
  async create({ properties, stack }) {
    const settings = omit(properties, 'ListenerAttributes');
    const { Listeners: [made] = [] } = await elb(stack, 'CreateListener', settings);
    const ListenerArn = made?.ListenerArn ?? '';
    await setAttributes(stack, ListenerArn, properties);
    return { physicalId: ListenerArn, attributes: { ListenerArn } };
  },
  async update({ properties, stack, existing }) {
    const ListenerArn = existing.physicalId;
    const settings = omit(properties, 'ListenerAttributes', 'LoadBalancerArn');
    await elb(stack, 'ModifyListener', { ...settings, ListenerArn });
    await setAttributes(stack, ListenerArn, properties);
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await elb(stack, 'DeleteListener', { ListenerArn: physicalId });
  },
};

async function setAttributes(stack: StackHost, ListenerArn: string, properties: Properties) {
  const Attributes = objects(properties, 'ListenerAttributes');
  if (Attributes.length === 0) return;
  const input = { ListenerArn, Attributes };
  await stack.attempt('elasticloadbalancing', 'ModifyListenerAttributes', input);
}
