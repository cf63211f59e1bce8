// Elastic Load Balancing: reading needs `*`; changing needs the listener, the rule or the target group.
import type * as Sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Demand, defineActions, each, requestTags, tagMap } from './table.ts';

interface Tagged {
  readonly Tags?: unknown;
}

/** Tags on what is being made need AddTags on it as well. */
function adding(operation: string, { Tags }: Tagged, on: readonly string[]): readonly Demand[] {
  const tags = tagMap(Tags);
  if (Object.keys(tags).length === 0) return [];
  const keys = { 'elasticloadbalancing:CreateAction': operation, ...requestTags(tags) };
  return [{ action: 'elasticloadbalancing:AddTags', on, keys }];
}

const creation = (operation: string, input: Tagged, on: string, tagsOn: string) => [
  { on: [on], keys: requestTags(tagMap(input.Tags)) },
  ...adding(operation, input, [tagsOn]),
];

const ruleOf = (listenerArn: string): string =>
  `${listenerArn.replace(':listener/', ':listener-rule/')}/*`;

const listenerOf = (loadBalancerArn: string): string =>
  `${loadBalancerArn.replace(':loadbalancer/', ':listener/')}/*`;

const byRule = ({ RuleArn }: { RuleArn?: string | undefined }) => ({ on: [RuleArn ?? '*'] });

const byListener = ({ ListenerArn }: { ListenerArn?: string | undefined }) => ({
  on: [ListenerArn ?? '*'],
});

const byLoadBalancer = ({ LoadBalancerArn }: { LoadBalancerArn?: string | undefined }) => ({
  on: [LoadBalancerArn ?? '*'],
});

const byTargetGroup = ({ TargetGroupArn }: { TargetGroupArn?: string | undefined }) => ({
  on: [TargetGroupArn ?? '*'],
});

export const elasticloadbalancingActions = defineActions<typeof Sdk>()('elasticloadbalancing', {
  ...each(['ModifyRule', 'DeleteRule'], byRule),
  ...each(['ModifyListener', 'DeleteListener'], byListener),
  ...each(
    ['DeleteLoadBalancer', 'ModifyLoadBalancerAttributes', 'SetSecurityGroups'],
    byLoadBalancer,
  ),
  ...each(
    [
      'ModifyTargetGroup',
      'DeleteTargetGroup',
      'ModifyTargetGroupAttributes',
      'RegisterTargets',
      'DeregisterTargets',
    ],
    byTargetGroup,
  ),
  CreateRule: (input) =>
    creation('CreateRule', input, input.ListenerArn ?? '*', ruleOf(input.ListenerArn ?? '*')),
  CreateListener: (input) =>
    creation(
      'CreateListener',
      input,
      input.LoadBalancerArn ?? '*',
      listenerOf(input.LoadBalancerArn ?? '*'),
    ),
  CreateTargetGroup: (input, at) => {
    const on = at.arn('elasticloadbalancing', `targetgroup/${input.Name}/*`);
    return creation('CreateTargetGroup', input, on, on);
  },
  CreateLoadBalancer: (input, at) => {
    const kind = input.Type === 'network' ? 'net' : 'app';
    const on = at.arn('elasticloadbalancing', `loadbalancer/${kind}/${input.Name}/*`);
    return creation('CreateLoadBalancer', input, on, on);
  },
  SetRulePriorities: ({ RulePriorities }) => ({
    on: (RulePriorities ?? []).map(({ RuleArn }) => RuleArn ?? '*'),
  }),
  AddTags: ({ ResourceArns, Tags }) => ({
    on: ResourceArns ?? [],
    keys: requestTags(tagMap(Tags)),
  }),
  RemoveTags: ({ ResourceArns }) => ({ on: ResourceArns ?? [] }),
});
