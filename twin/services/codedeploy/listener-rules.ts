// What CodeDeploy makes of a listener's rules: which are its own, what is wrong with them, how weights are written.
import type { Action, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';

export interface ListenerRule {
  readonly ruleArn: string;
  readonly listenerArn: string;
  readonly isDefault: boolean;
  readonly actions: readonly Action[];
}

/** The two target groups of a deployment, by ARN. */
export interface TargetGroupPair {
  readonly primary: string;
  readonly green: string;
}

/** A deployment touches the rules that forward to one of its target groups; all others are not its business. */
export const ownRules = (
  rules: readonly ListenerRule[],
  pair: TargetGroupPair,
): readonly ListenerRule[] =>
  rules.filter((rule) => forwards(rule.actions).some(({ arn }) => isOfPair(arn, pair)));

/** The message by which the load balancer's state refuses the deployment, if it does. */
export function listenerProblem(
  listenerArn: string,
  rules: readonly ListenerRule[],
  pair: TargetGroupPair,
): string | undefined {
  const own = ownRules(rules, pair);
  if (own.length === 0) return notBehind(listenerArn);
  for (const rule of own) {
    const targets = forwards(rule.actions);
    if (targets.some(({ arn }) => !isOfPair(arn, pair)))
      return `Only target group in ECS deployment group (${pair.primary}, ${pair.green}) can be set on listener ${nameOf(rule)}.`;
    if (!targets.some(({ arn }) => arn === pair.primary)) return notBehind(nameOf(rule));
  }
  return undefined;
}

export function greenWeightProblem(
  rules: readonly ListenerRule[],
  pair: TargetGroupPair,
): string | undefined {
  const weighted = ownRules(rules, pair).some((rule) =>
    forwards(rule.actions).some(({ arn, weight }) => arn === pair.green && weight > 0),
  );
  return weighted
    ? 'Green taskset target group cannot have non-zero weight prior to traffic shifting'
    : undefined;
}

export function hasWeights(
  actions: readonly Action[],
  { primary, green }: TargetGroupPair,
  greenPercent: number,
): boolean {
  const weights = new Map(forwards(actions).map(({ arn, weight }) => [arn, weight]));
  return weights.get(primary) === 100 - greenPercent && weights.get(green) === greenPercent;
}

/** The rule's actions with the pair's weights; what else the rule does stays. */
export function withWeights(
  actions: readonly Action[],
  pair: TargetGroupPair,
  greenPercent: number,
): Action[] {
  const targetGroups: TargetGroupTuple[] = [
    { TargetGroupArn: pair.primary, Weight: 100 - greenPercent },
    { TargetGroupArn: pair.green, Weight: greenPercent },
  ];
  return actions.map((action) =>
    action.Type === 'forward' ? forwardTo(action, targetGroups) : action,
  );
}

function forwardTo(action: Action, TargetGroups: TargetGroupTuple[]): Action {
  const { TargetGroupArn: _, ForwardConfig, ...rest } = action;
  return { ...rest, ForwardConfig: { ...ForwardConfig, TargetGroups } };
}

function forwards(actions: readonly Action[]): { arn: string; weight: number }[] {
  return actions
    .filter(({ Type }) => Type === 'forward')
    .flatMap(
      ({ ForwardConfig, TargetGroupArn }) => ForwardConfig?.TargetGroups ?? [{ TargetGroupArn }],
    )
    .map(({ TargetGroupArn: arn = '', ...tuple }) => ({
      arn,
      weight: 'Weight' in tuple ? (tuple.Weight ?? 1) : 1,
    }));
}

const isOfPair = (arn: string, { primary, green }: TargetGroupPair): boolean =>
  arn === primary || arn === green;

/** Messages name the listener for its default rule, and other rules by themselves. */
const nameOf = ({ isDefault, listenerArn, ruleArn }: ListenerRule): string =>
  isDefault ? listenerArn : ruleArn;

const notBehind = (name: string): string =>
  `Primary taskset target group must be behind listener ${name}`;
