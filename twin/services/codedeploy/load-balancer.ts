// The load balancer as a deployment reads and writes it, in the name of its service role.
import type * as Elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Input, Output } from '../../host/operations.ts';
import { failed } from './halt.ts';
import {
  greenWeightProblem,
  hasWeights,
  type ListenerRule,
  listenerProblem,
  ownRules,
  type TargetGroupPair,
  withWeights,
} from './listener-rules.ts';
import type { Run } from './run.ts';
import { haltFor } from './service-role.ts';
import type { GroupSettings } from './state.ts';

export const productionListener = (settings: GroupSettings): string =>
  pairInfo(settings)?.prodTrafficRoute?.listenerArns?.[0] ?? '';

export const testListener = (settings: GroupSettings): string | undefined =>
  pairInfo(settings)?.testTrafficRoute?.listenerArns?.[0];

/** The group's two target groups, told apart by where the primary task set's targets are. */
export async function readPair(
  run: Run,
  primaryArn: string,
): Promise<{ pair: TargetGroupPair; names: ReadonlyMap<string, string> }> {
  const wanted = (pairInfo(run.deployment.settings)?.targetGroups ?? []).flatMap(
    ({ name }) => name ?? [],
  );
  const { TargetGroups = [] } = await elb(run, 'DescribeTargetGroups', { Names: wanted });
  const names = new Map(
    TargetGroups.map(({ TargetGroupArn = '', TargetGroupName = '' }) => [
      TargetGroupArn,
      TargetGroupName,
    ]),
  );
  const green = [...names.keys()].find((arn) => arn !== primaryArn);
  if (!names.has(primaryArn) || green === undefined)
    throw invalid(
      `The target group of the primary taskset (${primaryArn}) must be one of the ECS deployment group's (${wanted.join(', ')})`,
    );
  return { pair: { primary: primaryArn, green }, names };
}

/** The three validations by which CodeDeploy refuses a load balancer that is not as it left it. */
export async function checkListeners(run: Run, pair: TargetGroupPair): Promise<void> {
  const { settings } = run.deployment;
  const production = productionListener(settings);
  const rules = await readRules(run, production);
  const test = run.behaviour.testListenerMustForwardToPrimary ? testListener(settings) : undefined;
  const problem =
    listenerProblem(production, rules, pair) ??
    (test === undefined ? undefined : listenerProblem(test, await readRules(run, test), pair)) ??
    greenWeightProblem(rules, pair);
  if (problem !== undefined) throw invalid(problem);
}

/** Before the shift only production counts: the test listener points to green by now. */
export async function checkProduction(run: Run, pair: TargetGroupPair): Promise<void> {
  const production = productionListener(run.deployment.settings);
  const rules = await readRules(run, production);
  const problem = listenerProblem(production, rules, pair) ?? greenWeightProblem(rules, pair);
  if (problem !== undefined) throw invalid(problem);
}

/** Writes the weights into every rule of the listener that forwards to the pair, and does not have them yet. */
export async function shiftListener(
  run: Run,
  listenerArn: string,
  pair: TargetGroupPair,
  greenPercent: number,
): Promise<void> {
  for (const rule of ownRules(await readRules(run, listenerArn), pair)) {
    if (hasWeights(rule.actions, pair, greenPercent)) continue;
    const actions = withWeights(rule.actions, pair, greenPercent);
    await (rule.isDefault
      ? elb(run, 'ModifyListener', { ListenerArn: listenerArn, DefaultActions: actions })
      : elb(run, 'ModifyRule', { RuleArn: rule.ruleArn, Actions: actions }));
  }
}

async function readRules(run: Run, listenerArn: string): Promise<readonly ListenerRule[]> {
  await elb(run, 'DescribeListeners', { ListenerArns: [listenerArn] });
  const { Rules = [] } = await elb(run, 'DescribeRules', { ListenerArn: listenerArn });
  return Rules.map(({ RuleArn = '', IsDefault = false, Actions = [] }) => ({
    ruleArn: RuleArn,
    listenerArn,
    isDefault: IsDefault,
    actions: Actions,
  }));
}

async function elb<Name extends string>(
  run: Run,
  operation: Name,
  input: Input<typeof Elb, Name>,
): Promise<Output<typeof Elb, Name>> {
  try {
    return await run.role.elb(operation, input);
  } catch (error) {
    throw haltFor(error, {
      roleArn: run.role.arn,
      service: 'elasticloadbalancing',
      otherwise: invalid,
    });
  }
}

const pairInfo = ({ loadBalancerInfo }: GroupSettings) =>
  loadBalancerInfo.targetGroupPairInfoList?.[0];

const invalid = (message: string) =>
  failed(
    'ELASTIC_LOAD_BALANCING_INVALID',
    `The ELB could not be updated due to the following error: ${message}`,
  );
