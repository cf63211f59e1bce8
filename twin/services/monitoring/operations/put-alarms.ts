// PutMetricAlarm and PutCompositeAlarm.
import type { PutCompositeAlarmInput, Tag } from '@aws-sdk/client-cloudwatch';
import type { ServiceHost } from '../../../host/service.ts';
import { alarmNameOf, parseCompositeRule } from '../alarms/composite-rule.ts';
import {
  type Alarm,
  type AlarmState,
  type CompositeAlarm,
  INITIAL_REASON,
} from '../alarms/model.ts';
import { checkCommon, planAlarm } from '../alarms/plan.ts';
import type { AlarmRegistry } from '../alarms/registry.ts';
import type { Transitions } from '../alarms/transitions.ts';
import { missingParameter, validationError } from '../errors.ts';
import type { Handlers } from '../sdk.ts';

const TAGS_MAX = 50;

export const putAlarms = (
  host: ServiceHost,
  registry: AlarmRegistry,
  transitions: Transitions,
): Handlers => ({
  PutMetricAlarm(input) {
    const plan = planAlarm(input);
    const known = sameKind(registry.alarms.get(input.AlarmName ?? ''), 'metric');
    registry.save({
      ...identity(host, input, known),
      kind: 'metric',
      input,
      plan,
      idle: false,
    });
    return {};
  },
  PutCompositeAlarm(input) {
    checkCommon(input);
    const rule = parseCompositeRule(input.AlarmRule ?? '');
    const known = sameKind(registry.alarms.get(input.AlarmName ?? ''), 'composite');
    checkReferences(input, rule.children, registry.alarms);
    const alarm: CompositeAlarm = {
      ...identity(host, input, known),
      kind: 'composite',
      input,
      rule,
      suppression: undefined,
      actedOn: known?.state.value ?? 'INSUFFICIENT_DATA',
    };
    registry.save(alarm);
    transitions.introduce(alarm, known === undefined ? 'created' : 'updated');
    return {};
  },
});

/** An update keeps the state, and (as documented) ignores tags. */
function identity(
  host: ServiceHost,
  input: {
    readonly AlarmName?: string | undefined;
    readonly ActionsEnabled?: boolean | undefined;
    readonly Tags?: readonly Tag[] | undefined;
  },
  known: Alarm | undefined,
) {
  const { AlarmName: name = '', ActionsEnabled: actionsEnabled = true, Tags: tags = [] } = input;
  if (tags.length > TAGS_MAX) {
    throw validationError(`Tags must not have more than ${TAGS_MAX} elements`);
  }
  return {
    name,
    arn: host.arn('cloudwatch', `alarm:${name}`),
    metricId: host.ids.uuid(),
    configuredAt: host.clock.now(),
    actionsEnabled,
    state: known?.state ?? initialState(host.clock.now()),
    tags: known?.tags ?? new Map(tags.map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}

const initialState = (now: number): AlarmState => ({
  value: 'INSUFFICIENT_DATA',
  reason: INITIAL_REASON,
  updatedAt: now,
  transitionedAt: now,
});

function checkReferences(
  input: PutCompositeAlarmInput,
  children: readonly string[],
  alarms: ReadonlyMap<string, Alarm>,
): void {
  const missing = children.filter((name) => name !== input.AlarmName && !alarms.has(name));
  if (missing.length > 0) {
    throw validationError(
      `Could not save the composite alarm as alarms [${missing.join(', ')}] in the alarm rule do not exist`,
    );
  }
  const { ActionsSuppressor: suppressor } = input;
  if (suppressor === undefined) return;
  if (!alarms.has(alarmNameOf(suppressor))) {
    throw validationError(
      `Could not save the composite alarm as the actions suppressor ${suppressor} does not exist`,
    );
  }
  const { ActionsSuppressorWaitPeriod: wait, ActionsSuppressorExtensionPeriod: extension } = input;
  if (wait === undefined) throw missingParameter('ActionsSuppressorWaitPeriod');
  if (extension === undefined) throw missingParameter('ActionsSuppressorExtensionPeriod');
}

function sameKind<Kind extends Alarm['kind']>(
  known: Alarm | undefined,
  kind: Kind,
): Extract<Alarm, { kind: Kind }> | undefined {
  if (known !== undefined && !isKind(known, kind)) {
    throw validationError(`An alarm of another type with the name ${known.name} already exists`);
  }
  return known;
}

const isKind = <Kind extends Alarm['kind']>(
  alarm: Alarm,
  kind: Kind,
): alarm is Extract<Alarm, { kind: Kind }> => alarm.kind === kind;
