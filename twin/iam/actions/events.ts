// EventBridge: rules belong to a bus; putting events is a right on the bus.
import type * as Sdk from '@aws-sdk/client-eventbridge';
import { defineActions, each, isArn, passes, type Scope } from './table.ts';

const SERVICE = 'events.amazonaws.com';

const busName = (bus: string | undefined): string =>
  isArn(bus) ? (bus.split('/').at(-1) ?? 'default') : (bus ?? 'default');

const busArn = (bus: string | undefined, at: Scope): string =>
  at.arn('events', `event-bus/${busName(bus)}`);

function ruleArn(rule: string | undefined, bus: string | undefined, at: Scope): string {
  const name = busName(bus);
  return at.arn('events', name === 'default' ? `rule/${rule}` : `rule/${name}/${rule}`);
}

interface NamesRule {
  readonly Name?: string | undefined;
  readonly EventBusName?: string | undefined;
}

const byRule = ({ Name, EventBusName }: NamesRule, at: Scope) => ({
  on: [ruleArn(Name, EventBusName, at)],
});

export const eventsActions = defineActions<typeof Sdk>()('events', {
  ...each(['DescribeRule', 'DeleteRule', 'EnableRule', 'DisableRule'], byRule),
  PutRule: (input, at) => [byRule(input, at), ...passes(SERVICE, input.RoleArn)],
  PutTargets: ({ Rule, EventBusName, Targets }, at) => [
    {
      on: [ruleArn(Rule, EventBusName, at)],
      keys: { 'events:TargetArn': (Targets ?? []).map(({ Arn }) => Arn ?? '') },
    },
    ...passes(SERVICE, ...(Targets ?? []).map(({ RoleArn }) => RoleArn)),
  ],
  RemoveTargets: ({ Rule, EventBusName }, at) => ({ on: [ruleArn(Rule, EventBusName, at)] }),
  ListTargetsByRule: ({ Rule, EventBusName }, at) => ({ on: [ruleArn(Rule, EventBusName, at)] }),
  PutEvents: ({ Entries }, at) =>
    (Entries ?? []).map((entry) => ({
      on: [busArn(entry.EventBusName, at)],
      keys: { 'events:source': entry.Source ?? '', 'events:detail-type': entry.DetailType ?? '' },
    })),
  ...each(
    ['CreateEventBus', 'DescribeEventBus', 'DeleteEventBus'],
    ({ Name }: { Name?: string | undefined }, at) => ({ on: [busArn(Name, at)] }),
  ),
});
