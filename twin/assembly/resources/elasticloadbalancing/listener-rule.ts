// AWS::ElasticLoadBalancingV2::ListenerRule
import type * as Sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { changedProperties, pick } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const elb = callsOf<typeof Sdk>('elasticloadbalancing');

export const listenerRule: ResourceProvider = {
  type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
  service: 'elasticloadbalancing',
  replaceOn: ['ListenerArn'],
  async create({ properties, stack }) {
    const { Rules: [made] = [] } = await elb(stack, 'CreateRule', properties);
    const RuleArn = made?.RuleArn ?? '';
    return { physicalId: RuleArn, attributes: { RuleArn, IsDefault: false } };
  },
  async update({ properties, stack, existing }) {
    const RuleArn = existing.physicalId;
    const changed = changedProperties(existing.properties, properties);
    const parts = pick(properties, 'Actions', 'Conditions', 'Transforms');
    await elb(stack, 'ModifyRule', { RuleArn, ...parts });
    if (changed.includes('Priority')) {
      const { Priority } = properties;
      await elb(stack, 'SetRulePriorities', { RulePriorities: [{ RuleArn, Priority }] });
    }
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await elb(stack, 'DeleteRule', { RuleArn: physicalId });
  },
};
