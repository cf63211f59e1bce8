// Operations that delete alarms, set their state by hand, or switch their actions.
import { alarmNameOf } from '../alarms/composite-rule.ts';
import type { Alarm } from '../alarms/model.ts';
import type { AlarmRegistry } from '../alarms/registry.ts';
import type { Transitions } from '../alarms/transitions.ts';
import { missingParameter, notInEnum, resourceNotFound, validationError } from '../errors.ts';
import type { Handlers } from '../sdk.ts';

const NAMES_MAX = 100;
const STATES = ['INSUFFICIENT_DATA', 'ALARM', 'OK'] as const;

export const changeAlarms = (registry: AlarmRegistry, transitions: Transitions): Handlers => ({
  DeleteAlarms({ AlarmNames: names = [] }) {
    const doomed = names.map((name) => {
      const alarm = registry.alarms.get(name);
      if (alarm === undefined) throw resourceNotFound(`Alarm ${name} does not exist`);
      return alarm;
    });
    checkDeletion(doomed, registry.alarms);
    registry.delete(doomed);
    return {};
  },
  SetAlarmState({ AlarmName: name = '', StateValue, StateReason: reason, StateReasonData }) {
    const value = STATES.find((state) => state === StateValue);
    if (value === undefined) throw notInEnum('stateValue', String(StateValue), STATES);
    const alarm = registry.alarms.get(name);
    if (alarm === undefined) throw resourceNotFound('');
    if (reason === undefined) throw missingParameter('StateReason');
    const reasonData = checkJson(StateReasonData);
    if (alarm.kind === 'metric') alarm.idle = false;
    transitions.apply(alarm, { value, reason, reasonData });
    return {};
  },
  EnableAlarmActions: ({ AlarmNames }) => switchActions(registry, AlarmNames, true),
  DisableAlarmActions: ({ AlarmNames }) => switchActions(registry, AlarmNames, false),
});

/** No error is modelled for names that nobody bears, so they are passed over. */
function switchActions(
  { alarms }: AlarmRegistry,
  names: readonly string[] | undefined,
  enabled: boolean,
) {
  for (const name of names ?? []) {
    const alarm = alarms.get(name);
    if (alarm !== undefined) alarm.actionsEnabled = enabled;
  }
  return {};
}

function checkDeletion(doomed: readonly Alarm[], alarms: ReadonlyMap<string, Alarm>): void {
  if (doomed.length > NAMES_MAX) {
    throw validationError(`AlarmNames must not have more than ${NAMES_MAX} elements`);
  }
  if (doomed.filter(({ kind }) => kind === 'composite').length > 1) {
    throw validationError('More than one composite alarm cannot be deleted in one request.');
  }
  for (const alarm of doomed) {
    const dependent = [...alarms.values()].some(
      (other) => !doomed.includes(other) && dependsOn(other, alarm.name),
    );
    if (dependent) {
      throw validationError(
        `Cannot delete ${alarm.arn} as there are composite alarm(s) depending on it.`,
      );
    }
  }
}

const dependsOn = (alarm: Alarm, name: string): boolean =>
  alarm.kind === 'composite' &&
  (alarm.rule.children.includes(name) || alarmNameOf(alarm.input.ActionsSuppressor ?? '') === name);

function checkJson(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw validationError('StateReasonData must be valid JSON');
  }
}
