// The load balancer: who gets which share, who is healthy, and Spillway's own rule on top.
import {
  type Action,
  CreateRuleCommand,
  DeleteRuleCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { WeightedGroup } from '../core/traffic/split.ts';
import { clientSettings } from './client-settings.ts';
import { isNamed } from './failure.ts';

export interface ListenerRule {
  readonly arn: string;
  /** `default` for the last one. */
  readonly priority: string;
  readonly groups: readonly WeightedGroup[];
  /** Whether it keeps a user with the target group that they met first. */
  readonly sticky: boolean;
}

export interface Overlay {
  readonly listenerArn: string;
  readonly priority: number;
  readonly groups: readonly WeightedGroup[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface LoadBalancer {
  rules(listenerArn: string): Promise<readonly ListenerRule[]>;
  /** The shares of a listener as a user without special headers meets them: the first rule that forwards. */
  serving(listenerArn: string): Promise<readonly WeightedGroup[]>;
  createOverlay(overlay: Overlay): Promise<string>;
  setOverlay(ruleArn: string, groups: readonly WeightedGroup[]): Promise<void>;
  /** Deleting what is gone is no error. */
  deleteRule(ruleArn: string): Promise<void>;
  healthyTargets(targetGroupArn: string): Promise<number>;
  /** Whether a target group keeps a user with the task that they met first. */
  isSticky(targetGroupArn: string): Promise<boolean>;
}

export function openLoadBalancer(): LoadBalancer {
  const client = new ElasticLoadBalancingV2Client(clientSettings());

  async function rules(ListenerArn: string): Promise<readonly ListenerRule[]> {
    const { Rules = [] } = await client.send(new DescribeRulesCommand({ ListenerArn }));
    return Rules.map(toRule);
  }

  return {
    rules,
    async serving(listenerArn) {
      const found = await rules(listenerArn);
      const ordered = [...found].sort((a, b) => priorityOf(a) - priorityOf(b));
      const first = ordered.find((rule) => rule.groups.length > 0);
      if (first !== undefined) return first.groups;
      const { Listeners } = await client.send(
        new DescribeListenersCommand({ ListenerArns: [listenerArn] }),
      );
      return toGroups(Listeners?.[0]?.DefaultActions);
    },
    async createOverlay({ listenerArn, priority, groups, tags }) {
      const command = new CreateRuleCommand({
        ListenerArn: listenerArn,
        Priority: priority,
        Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
        Actions: [toAction(groups)],
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      });
      try {
        const { Rules } = await client.send(command);
        return Rules?.[0]?.RuleArn ?? '';
      } catch (error) {
        // Made by a call of ours whose answer was lost.
        const made = isNamed(error, 'PriorityInUseException')
          ? (await rules(listenerArn)).find((rule) => rule.priority === String(priority))
          : undefined;
        if (made === undefined) throw error;
        return made.arn;
      }
    },
    async setOverlay(ruleArn, groups) {
      await client.send(new ModifyRuleCommand({ RuleArn: ruleArn, Actions: [toAction(groups)] }));
    },
    async deleteRule(ruleArn) {
      try {
        await client.send(new DeleteRuleCommand({ RuleArn: ruleArn }));
      } catch (error) {
        if (!isNamed(error, 'RuleNotFoundException')) throw error;
      }
    },
    async healthyTargets(targetGroupArn) {
      const { TargetHealthDescriptions = [] } = await client.send(
        new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
      );
      return TargetHealthDescriptions.filter((each) => each.TargetHealth?.State === 'healthy')
        .length;
    },
    async isSticky(targetGroupArn) {
      const { Attributes = [] } = await client.send(
        new DescribeTargetGroupAttributesCommand({ TargetGroupArn: targetGroupArn }),
      );
      return Attributes.some(({ Key, Value }) => Key === 'stickiness.enabled' && Value === 'true');
    },
  };
}

const priorityOf = ({ priority }: ListenerRule): number =>
  priority === 'default' ? Number.POSITIVE_INFINITY : Number(priority);

const toRule = ({ RuleArn, Priority, Actions }: Rule): ListenerRule => ({
  arn: RuleArn ?? '',
  priority: Priority ?? 'default',
  groups: toGroups(Actions),
  sticky: (Actions ?? []).some(
    ({ ForwardConfig }) => ForwardConfig?.TargetGroupStickinessConfig?.Enabled === true,
  ),
});

/** An action may name one target group, or several with weights. */
function toGroups(actions: readonly Action[] | undefined): readonly WeightedGroup[] {
  const forward = actions?.find((action) => action.Type === 'forward');
  const groups = forward?.ForwardConfig?.TargetGroups ?? [];
  if (groups.length > 0) {
    return groups.map(({ TargetGroupArn = '', Weight = 1 }) => ({
      targetGroupArn: TargetGroupArn,
      weight: Weight,
    }));
  }
  return forward?.TargetGroupArn === undefined
    ? []
    : [{ targetGroupArn: forward.TargetGroupArn, weight: 1 }];
}

const toAction = (groups: readonly WeightedGroup[]): Action => ({
  Type: 'forward',
  ForwardConfig: {
    TargetGroups: groups.map(({ targetGroupArn, weight }) => ({
      TargetGroupArn: targetGroupArn,
      Weight: weight,
    })),
  },
});
