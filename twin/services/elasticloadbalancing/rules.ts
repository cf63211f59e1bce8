// Listener rules: who decides where a request goes, in order of priority.
import type { Rule as RuleAnswer } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { readActions } from './actions.ts';
import { readConditions } from './conditions.ts';
import type { Elb, Sdk } from './elb.ts';
import { find, invalid, notFound } from './errors.ts';
import type { HealthChecks } from './health.ts';
import { changed } from './listeners.ts';
import { nameRule } from './names.ts';
import { page } from './paging.ts';
import type { Listener, LoadBalancer, Rule } from './state.ts';

/** Per load balancer, default rules not counted. */
const RULES_MAX = 100;
const PRIORITY_MAX = 50_000;

type RuleOperations = Pick<
  Operations<Sdk>,
  'CreateRule' | 'DescribeRules' | 'ModifyRule' | 'DeleteRule' | 'SetRulePriorities'
>;

export const createRuleOperations = (elb: Elb, checks: HealthChecks): RuleOperations => ({
  CreateRule({ ListenerArn, Priority, Conditions, Actions, Tags }) {
    const listener = find(elb.state.listeners, ListenerArn, 'Listener');
    const priority = checkPriority(Priority);
    const rule: Rule = {
      arn: nameRule(elb.host, listener),
      priority,
      conditions: readConditions(Conditions),
      actions: readActions(elb, listener.loadBalancer, Actions),
    };
    if (listener.rules.some((each) => each.priority === priority)) throw priorityInUse(priority);
    if (countRules(elb, listener.loadBalancer) >= RULES_MAX)
      throw new AwsError(
        'TooManyRulesException',
        `The maximum number of rules on load balancer '${listener.loadBalancer.arn}' has been reached`,
      );
    listener.rules = [...listener.rules, rule].sort(byPriority);
    elb.state.tags.set(rule.arn, Tags ?? []);
    changed(elb, checks, listener);
    return { Rules: [describe(rule)] };
  },

  DescribeRules({ ListenerArn, RuleArns, ...asked }) {
    if ((ListenerArn === undefined) === (RuleArns === undefined))
      throw invalid('You must specify either listener rule ARNs or a listener ARN');
    const wanted =
      RuleArns?.map((arn) => findRule(elb, arn).rule) ??
      find(elb.state.listeners, ListenerArn, 'Listener').rules;
    const { items, ...next } = page(wanted, asked);
    return { Rules: items.map(describe), ...next };
  },

  ModifyRule({ RuleArn, Conditions, Actions }) {
    const { rule, listener } = findRule(elb, RuleArn);
    if (rule.priority === undefined) throw defaultRule('modified');
    const conditions = Conditions === undefined ? rule.conditions : readConditions(Conditions);
    rule.actions =
      Actions === undefined ? rule.actions : readActions(elb, listener.loadBalancer, Actions);
    rule.conditions = conditions;
    changed(elb, checks, listener);
    return { Rules: [describe(rule)] };
  },

  DeleteRule({ RuleArn }) {
    const { rule, listener } = findRule(elb, RuleArn);
    if (rule.priority === undefined) throw defaultRule('deleted');
    listener.rules = listener.rules.filter((each) => each !== rule);
    changed(elb, checks, listener);
    return {};
  },

  SetRulePriorities({ RulePriorities = [] }) {
    const moves = RulePriorities.map(({ RuleArn, Priority }) => ({
      ...findRule(elb, RuleArn),
      priority: checkPriority(Priority),
    }));
    for (const { listener, priority } of moves) {
      const others = listener.rules.filter((each) => !moves.some(({ rule }) => rule === each));
      if (others.some((each) => each.priority === priority)) throw priorityInUse(priority);
    }
    for (const { rule, priority } of moves) rule.priority = priority;
    for (const listener of new Set(moves.map((move) => move.listener))) {
      listener.rules = [...listener.rules].sort(byPriority);
      changed(elb, checks, listener);
    }
    return { Rules: moves.map(({ rule }) => describe(rule)) };
  },
});

function findRule(elb: Elb, arn: string | undefined): { rule: Rule; listener: Listener } {
  for (const listener of elb.state.listeners.values()) {
    const rule = listener.rules.find((each) => each.arn === arn);
    if (rule !== undefined) return { rule, listener };
  }
  throw notFound('Rule');
}

function countRules(elb: Elb, loadBalancer: LoadBalancer): number {
  return [...elb.state.listeners.values()]
    .filter((each) => each.loadBalancer === loadBalancer)
    .reduce((count, { rules }) => count + rules.length - 1, 0);
}

function checkPriority(priority: number | undefined): number {
  if (priority === undefined || priority < 1 || priority > PRIORITY_MAX)
    throw invalid(`Priority '${priority}' must be between 1 and ${PRIORITY_MAX}`);
  return priority;
}

const byPriority = (a: Rule, b: Rule): number =>
  (a.priority ?? Number.POSITIVE_INFINITY) - (b.priority ?? Number.POSITIVE_INFINITY);

const priorityInUse = (priority: number): AwsError =>
  new AwsError('PriorityInUseException', `Priority '${priority}' is currently in use`);

const defaultRule = (verb: string): AwsError =>
  new AwsError('OperationNotPermittedException', `Default rule cannot be ${verb}`);

const describe = ({ arn, priority, conditions, actions }: Rule): RuleAnswer => ({
  RuleArn: arn,
  Priority: priority === undefined ? 'default' : String(priority),
  Conditions: [...conditions],
  Actions: [...actions],
  IsDefault: priority === undefined,
});
