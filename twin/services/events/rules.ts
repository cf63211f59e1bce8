// Rules: a pattern, or a schedule, and whether it is on.
import type * as sdk from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import type { ServiceHost } from '../../host/service.ts';
import { compilePattern, type Pattern } from './pattern/compile.ts';
import { fieldsOf } from './pattern/event-fields.ts';
import { isObject, type JsonTree, readJson } from './pattern/json-tree.ts';
import { matchesPattern } from './pattern/matches.ts';
import { InvalidPattern } from './pattern/value-matcher.ts';
import { recur } from './schedule/recur.ts';
import { parseRecurrence } from './schedule/recurrence.ts';
import { type Bus, DEFAULT_BUS, invalid, type Rule, type Store } from './store.ts';

const PAGE_SIZE = 100;
const PATTERN_CHARACTERS_MAX = 4096;

interface RuleEvents {
  /** A rule with a schedule is due. */
  readonly onSchedule: (rule: Rule, timeMs: number) => void;
}

export function ruleOperations(
  host: ServiceHost,
  store: Store,
  events: RuleEvents,
): Operations<typeof sdk> {
  function activate(bus: Bus, rule: Rule): void {
    bus.index.remove(rule);
    rule.schedule?.stop();
    rule.schedule = undefined;
    if (rule.state === 'DISABLED') return;
    if (rule.eventPattern !== undefined) bus.index.add(compile(rule.eventPattern), rule);
    const recurrence = recurrenceOf(rule.scheduleExpression, host.clock.now());
    if (recurrence === undefined) return;
    rule.schedule = recur(host.clock, recurrence, {
      run: (timeMs) => events.onSchedule(rule, timeMs),
    });
  }

  function setState(input: sdk.EnableRuleRequest, state: Rule['state']): Record<string, never> {
    const bus = store.bus(input.EventBusName);
    const rule = store.rule(input.Name, input.EventBusName);
    rule.state = state;
    activate(bus, rule);
    return {};
  }

  return {
    PutRule(input) {
      const bus = store.bus(input.EventBusName);
      const pattern = validate(input, bus);
      if (pattern !== undefined) compile(pattern);
      const rule = bus.rules.get(input.Name ?? '') ?? newRule(host, bus, input.Name ?? '');
      Object.assign(rule, {
        eventPattern: pattern,
        scheduleExpression: input.ScheduleExpression || undefined,
        description: input.Description,
        roleArn: input.RoleArn,
        state: input.State ?? 'ENABLED',
      });
      bus.rules.set(rule.name, rule);
      if (input.Tags !== undefined && !store.tags.has(rule.arn)) {
        store.tags.set(
          rule.arn,
          new Map(input.Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
        );
      }
      activate(bus, rule);
      return { RuleArn: rule.arn };
    },
    DescribeRule: ({ Name, EventBusName }) => ({
      ...describe(store.rule(Name, EventBusName)),
      CreatedBy: host.account,
    }),
    ListRules({ NamePrefix = '', EventBusName, NextToken, Limit = PAGE_SIZE }) {
      const all = [...store.bus(EventBusName).rules.values()]
        .filter(({ name }) => name.startsWith(NamePrefix))
        .sort(byName);
      const { items, next } = page(all, { limit: Limit, token: NextToken });
      return { Rules: items.map(describe), NextToken: next };
    },
    DeleteRule({ Name, EventBusName }) {
      const bus = store.bus(EventBusName);
      const rule = bus.rules.get(Name ?? '');
      // Deleting a rule that is not there succeeds.
      if (rule === undefined) return {};
      if (rule.targets.size > 0) throw invalid("Rule can't be deleted since it has targets.");
      rule.state = 'DISABLED';
      activate(bus, rule);
      bus.rules.delete(rule.name);
      store.tags.delete(rule.arn);
      return {};
    },
    EnableRule: (input) => setState(input, 'ENABLED'),
    DisableRule: (input) => setState(input, 'DISABLED'),
    TestEventPattern({ EventPattern = '', Event = '' }) {
      const pattern = compile(EventPattern);
      return { Result: matchesPattern(pattern, fieldsOf(readEvent(Event))) };
    },
  };
}

function validate(input: sdk.PutRuleRequest, bus: Bus): string | undefined {
  const { Name = '', EventPattern, ScheduleExpression } = input;
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(Name)) throw invalidName(Name);
  if (!EventPattern && !ScheduleExpression) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if ((EventPattern ?? '').length > PATTERN_CHARACTERS_MAX) {
    throw invalid(
      `1 validation error detected: Value at 'eventPattern' failed to satisfy constraint: Member must have length less than or equal to ${PATTERN_CHARACTERS_MAX}`,
    );
  }
  if (ScheduleExpression && bus.name !== DEFAULT_BUS) {
    throw invalid('ScheduleExpression is supported only on the default event bus.');
  }
  if (ScheduleExpression && recurrenceOf(ScheduleExpression, 0) === undefined) {
    throw invalid('Parameter ScheduleExpression is not valid.');
  }
  if (!bus.rules.has(Name) && bus.rules.size >= bus.rulesMax) {
    throw new AwsError(
      'LimitExceededException',
      'The requested resource exceeds the maximum number allowed.',
    );
  }
  return EventPattern || undefined;
}

function invalidName(name: string): AwsError {
  const rule =
    name.length > 64
      ? 'Member must have length less than or equal to 64'
      : 'Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+';
  return invalid(
    `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: ${rule}`,
  );
}

function newRule(host: ServiceHost, bus: Bus, name: string): Rule {
  const path = bus.name === DEFAULT_BUS ? name : `${bus.name}/${name}`;
  return {
    name,
    arn: host.arn('events', `rule/${path}`),
    busName: bus.name,
    targets: new Map(),
    eventPattern: undefined,
    scheduleExpression: undefined,
    description: undefined,
    roleArn: undefined,
    state: 'ENABLED',
    schedule: undefined,
  };
}

const recurrenceOf = (expression: string | undefined, startMs: number) =>
  expression === undefined ? undefined : parseRecurrence(expression, { startMs, of: 'rule' });

const byName = (a: Rule, b: Rule): number => (a.name < b.name ? -1 : 1);

const describe = (rule: Rule): sdk.Rule => ({
  Name: rule.name,
  Arn: rule.arn,
  EventPattern: rule.eventPattern,
  State: rule.state,
  Description: rule.description,
  ScheduleExpression: rule.scheduleExpression,
  RoleArn: rule.roleArn,
  EventBusName: rule.busName,
});

function compile(pattern: string): Pattern {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (!(error instanceof InvalidPattern)) throw error;
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
}

/** AWS's guide lists members that an event must have; what a missing one leads to is unproven, so it is let through. */
function readEvent(text: string): JsonTree {
  const tree = parseEvent(text);
  if (!isObject(tree)) throw invalid('Parameter Event is not valid.');
  return tree;
}

function parseEvent(text: string): JsonTree | undefined {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}
