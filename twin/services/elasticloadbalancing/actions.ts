// What a rule does with a request: checked as the API checks it, and brought into the form it answers with.
import type { Action, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../host/aws-error.ts';
import type { Elb } from './elb.ts';
import { find, invalid } from './errors.ts';
import type { LoadBalancer } from './state.ts';

const WEIGHT_MAX = 999;
const TARGET_GROUPS_PER_ACTION_MAX = 5;
/** Actions that answer a request; those before them only check who sends it. */
const FINAL: ReadonlySet<string> = new Set(['forward', 'redirect', 'fixed-response']);

export function readActions(
  elb: Elb,
  loadBalancer: LoadBalancer,
  actions: readonly Action[] | undefined,
): readonly Action[] {
  if (actions === undefined || actions.length === 0) throw invalid('At least one action is needed');
  const ordered = [...actions].sort((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
  const final = ordered.filter(({ Type }) => FINAL.has(Type ?? ''));
  if (final.length !== 1 || final[0] !== ordered.at(-1))
    throw invalidAction('An action must end with exactly one of forward, redirect, fixed-response');
  return ordered.map((action) =>
    action.Type === 'forward' ? readForward(elb, loadBalancer, action) : action,
  );
}

export function targetGroupsOf(actions: readonly Action[]): readonly TargetGroupTuple[] {
  return actions.flatMap((action) => action.ForwardConfig?.TargetGroups ?? []);
}

/** AWS answers with ForwardConfig always, and with TargetGroupArn too where there is one group. */
function readForward(elb: Elb, loadBalancer: LoadBalancer, action: Action): Action {
  const { TargetGroupArn, ForwardConfig, ...rest } = action;
  const named = ForwardConfig?.TargetGroups ?? (TargetGroupArn ? [{ TargetGroupArn }] : []);
  if (named.length === 0) throw invalidAction('A forward action must specify a target group');
  if (named.length > TARGET_GROUPS_PER_ACTION_MAX)
    throw new AwsError(
      'TooManyTargetGroupsException',
      `A forward action can have at most ${TARGET_GROUPS_PER_ACTION_MAX} target groups`,
    );
  const TargetGroups = named.map((tuple) => readTuple(elb, loadBalancer, tuple));
  if (new Set(TargetGroups.map((tuple) => tuple.TargetGroupArn)).size < TargetGroups.length)
    throw invalidAction('A target group must not be listed more than once in a forward action');
  const [only, ...others] = TargetGroups;
  return {
    ...rest,
    ...(others.length === 0 ? { TargetGroupArn: only?.TargetGroupArn } : {}),
    ForwardConfig: {
      TargetGroups,
      TargetGroupStickinessConfig: ForwardConfig?.TargetGroupStickinessConfig ?? { Enabled: false },
    },
  };
}

function readTuple(
  elb: Elb,
  loadBalancer: LoadBalancer,
  tuple: TargetGroupTuple,
): TargetGroupTuple & { TargetGroupArn: string; Weight: number } {
  const { arn } = find(elb.state.targetGroups, tuple.TargetGroupArn, 'TargetGroup');
  const Weight = tuple.Weight ?? 1;
  if (!Number.isInteger(Weight) || Weight < 0 || Weight > WEIGHT_MAX)
    throw invalid(`Weight '${Weight}' must be between 0 and ${WEIGHT_MAX}`);
  const others = [...(elb.attachments.get(arn) ?? [])].filter((lb) => lb !== loadBalancer.arn);
  if (others.length > 0)
    throw new AwsError(
      'TargetGroupAssociationLimitException',
      `The following target groups cannot be associated with more than one load balancer: ${arn}`,
    );
  return { TargetGroupArn: arn, Weight };
}

const invalidAction = (message: string): AwsError =>
  new AwsError('InvalidLoadBalancerActionException', message);
