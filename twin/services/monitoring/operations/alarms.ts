// Operations that create, change and delete alarms.
import type { PutCompositeAlarmInput, Tag } from '@aws-sdk/client-cloudwatch';
import type { ServiceHost } from '../../../host/service.ts';
import { alarmNameOf, parseCompositeRule } from '../alarms/composite-rule.ts';
import { configurationChangeDetail, fullConfiguration } from '../alarms/event-shapes.ts';
import type { AlarmHistory } from '../alarms/history.ts';
import {
  type Alarm,
  type AlarmState,
  type CompositeAlarm,
  INITIAL_REASON,
} from '../alarms/model.ts';
import { checkCommon, planAlarm } from '../alarms/plan.ts';
import type { Ticker } from '../alarms/ticker.ts';
import type { Transitions } from '../alarms/transitions.ts';
import { missingParameter, notInEnum, resourceNotFound, validationError } from '../errors.ts';
import type { Handlers } from '../sdk.ts';

interface AlarmParts {
  readonly host: ServiceHost;
  readonly alarms: Map<string, Alarm>;
  readonly history: AlarmHistory;
  readonly transitions: Transitions;
  readonly ticker: Ticker;
}

const NAMES_MAX = 100;
const TAGS_MAX = 50;
const STATES = ['INSUFFICIENT_DATA', 'ALARM', 'OK'] as const;

export function alarmOperations({
  host,
  alarms,
  history,
  transitions,
  ticker,
}: AlarmParts): Handlers {
  const initialState = (): AlarmState => {
    const now = host.clock.now();
    return {
      value: 'INSUFFICIENT_DATA',
      reason: INITIAL_REASON,
      updatedAt: now,
      transitionedAt: now,
    };
  };

  const base = (name: string, known: Alarm | undefined, tags: readonly Tag[] | undefined) => ({
    name,
    arn: host.arn('cloudwatch', `alarm:${name}`),
    metricId: host.ids.uuid(),
    configuredAt: host.clock.now(),
    state: known?.state ?? initialState(),
    // Documented: tags of an update are ignored.
    tags: known?.tags ?? tagMap(tags),
  });

  function save(alarm: Alarm, known: Alarm | undefined): void {
    const previous = known === undefined ? undefined : fullConfiguration(known);
    alarms.set(alarm.name, alarm);
    record(alarm, known === undefined ? 'create' : 'update', previous);
    ticker.alarmsChanged();
  }

  function record(
    alarm: Alarm,
    operation: 'create' | 'update' | 'delete',
    previous?: Readonly<Record<string, unknown>>,
  ): void {
    const type = operation === 'create' ? 'Create' : operation === 'update' ? 'Update' : 'Delete';
    const detail = configurationChangeDetail(alarm, operation, previous);
    history.add({
      at: host.clock.now(),
      alarmName: alarm.name,
      alarmKind: alarm.kind,
      type: 'ConfigurationUpdate',
      summary: `Alarm "${alarm.name}" ${type.toLowerCase()}d`,
      data: JSON.stringify({ version: '1.0', type, configuration: detail['configuration'] }),
    });
    host.peer('events').emit({
      source: 'aws.cloudwatch',
      detailType: 'CloudWatch Alarm Configuration Change',
      detail,
      resources: [alarm.arn],
      delivery: 'bestEffort',
    });
  }

  const each = (names: readonly string[] | undefined, change: (alarm: Alarm) => void) => {
    for (const name of names ?? []) {
      const alarm = alarms.get(name);
      // Documented nowhere: unknown names are passed over, as observed.
      if (alarm !== undefined) change(alarm);
    }
    return {};
  };

  return {
    PutMetricAlarm(input) {
      const plan = planAlarm(input);
      checkTags(input.Tags);
      const name = input.AlarmName ?? '';
      const known = sameKind(alarms.get(name), 'metric');
      save(
        {
          ...base(name, known, input.Tags),
          kind: 'metric',
          input,
          plan,
          actionsEnabled: input.ActionsEnabled ?? true,
          idle: false,
        },
        known,
      );
      return {};
    },
    PutCompositeAlarm(input) {
      checkCommon(input);
      checkTags(input.Tags);
      const rule = parseCompositeRule(input.AlarmRule ?? '');
      const name = input.AlarmName ?? '';
      const known = sameKind(alarms.get(name), 'composite');
      checkReferences(input, rule.children, alarms);
      const alarm: CompositeAlarm = {
        ...base(name, known, input.Tags),
        kind: 'composite',
        input,
        rule,
        actionsEnabled: input.ActionsEnabled ?? true,
        suppression: undefined,
        actedOn: known?.state.value ?? 'INSUFFICIENT_DATA',
      };
      save(alarm, known);
      transitions.introduce(alarm, known === undefined ? 'created' : 'updated');
      return {};
    },
    DeleteAlarms({ AlarmNames: names = [] }) {
      const doomed = names.map((name) => {
        const alarm = alarms.get(name);
        if (alarm === undefined) throw resourceNotFound(`Alarm ${name} does not exist`);
        return alarm;
      });
      checkDeletion(doomed, alarms);
      for (const alarm of doomed) {
        alarms.delete(alarm.name);
        record(alarm, 'delete');
      }
      ticker.alarmsChanged();
      return {};
    },
    SetAlarmState({ AlarmName: name = '', StateValue, StateReason, StateReasonData }) {
      const value = STATES.find((state) => state === StateValue);
      if (value === undefined) throw notInEnum('stateValue', String(StateValue), STATES);
      const alarm = alarms.get(name);
      if (alarm === undefined) throw resourceNotFound('');
      if (StateReason === undefined) throw missingParameter('StateReason');
      if (alarm.kind === 'metric') alarm.idle = false;
      transitions.apply(alarm, {
        value,
        reason: StateReason,
        reasonData: checkJson(StateReasonData),
      });
      return {};
    },
    EnableAlarmActions: ({ AlarmNames }) =>
      each(AlarmNames, (alarm) => {
        alarm.actionsEnabled = true;
      }),
    DisableAlarmActions: ({ AlarmNames }) =>
      each(AlarmNames, (alarm) => {
        alarm.actionsEnabled = false;
      }),
  };
}

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

function checkDeletion(doomed: readonly Alarm[], alarms: ReadonlyMap<string, Alarm>): void {
  if (doomed.length > NAMES_MAX) {
    throw validationError(`AlarmNames must not have more than ${NAMES_MAX} elements`);
  }
  if (doomed.filter(({ kind }) => kind === 'composite').length > 1) {
    throw validationError('More than one composite alarm cannot be deleted in one request.');
  }
  for (const { name, arn } of doomed) {
    const parent = [...alarms.values()].find(
      (other) =>
        other.kind === 'composite' &&
        !doomed.includes(other) &&
        (other.rule.children.includes(name) ||
          alarmNameOf(other.input.ActionsSuppressor ?? '') === name),
    );
    if (parent !== undefined) {
      throw validationError(
        `Cannot delete ${arn} as there are composite alarm(s) depending on it.`,
      );
    }
  }
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

function checkTags(tags: readonly Tag[] | undefined): void {
  if ((tags?.length ?? 0) > TAGS_MAX) {
    throw validationError(`Tags must not have more than ${TAGS_MAX} elements`);
  }
}

const tagMap = (tags: readonly Tag[] | undefined): Map<string, string> =>
  new Map((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));

function checkJson(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw validationError('StateReasonData must be valid JSON');
  }
}
