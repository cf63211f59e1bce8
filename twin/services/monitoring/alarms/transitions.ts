// The one way in which an alarm changes its state: history, event, actions, and the composites above it.
import type { ServiceHost } from '../../../host/service.ts';
import { takeActions } from './actions.ts';
import { alarmNameOf, evaluateRule } from './composite-rule.ts';
import type { StateValue } from './decide.ts';
import { stateChangeDetail } from './event-shapes.ts';
import type { AlarmHistory } from './history.ts';
import type { Alarm, AlarmState, Cause, CompositeAlarm } from './model.ts';
import {
  onSuppressorChange,
  onTransition,
  type SuppressionContext,
  settle,
} from './suppression.ts';
import { longTime, timestamp } from './wording.ts';

interface NewState {
  readonly value: StateValue;
  readonly reason: string;
  readonly reasonData?: string | undefined;
  readonly causes?: readonly Cause[];
}

export interface Transitions {
  apply(alarm: Alarm, next: NewState): void;
  /** Judges a composite alarm that was just created or changed. */
  introduce(alarm: CompositeAlarm, verb: 'created' | 'updated'): void;
}

export function createTransitions(
  host: ServiceHost,
  alarms: ReadonlyMap<string, Alarm>,
  history: AlarmHistory,
): Transitions {
  /** Composite alarms under evaluation: a cycle stops where it closes. */
  const path = new Set<string>();
  /** The state before the one that each composite alarm is in. */
  const previousStates = new WeakMap<CompositeAlarm, AlarmState>();

  const suppression: SuppressionContext = {
    clock: host.clock,
    suppressorState: ({ input }) =>
      input.ActionsSuppressor === undefined
        ? undefined
        : alarms.get(alarmNameOf(input.ActionsSuppressor))?.state.value,
    act: (alarm) => takeActions(host, history, alarm, previousStates.get(alarm) ?? alarm.state),
    isCurrent: (alarm) => alarms.get(alarm.name) === alarm,
  };

  function apply(alarm: Alarm, next: NewState): void {
    const previous = alarm.state;
    alarm.state = stateAfter(previous, next, host.clock.now());
    if (next.value !== previous.value) announce(alarm, previous);
  }

  function announce(alarm: Alarm, previous: AlarmState): void {
    if (alarm.kind === 'composite') {
      previousStates.set(alarm, previous);
      onTransition(alarm, suppression);
    }
    record(host, history, alarm, previous);
    host.peer('events').emit({
      source: 'aws.cloudwatch',
      detailType: 'CloudWatch Alarm State Change',
      detail: stateChangeDetail(alarm, previous),
      resources: [alarm.arn],
      delivery: 'guaranteed',
    });
    if (alarm.kind === 'composite') settle(alarm, suppression);
    else takeActions(host, history, alarm, previous);
    tellParents(alarm, previous);
  }

  function tellParents(alarm: Alarm, previous: AlarmState): void {
    for (const other of alarms.values()) {
      if (other.kind !== 'composite') continue;
      if (alarmNameOf(other.input.ActionsSuppressor ?? '') === alarm.name) {
        onSuppressorChange(other, previous.value, suppression);
      }
      if (other.rule.children.includes(alarm.name)) judge(other, [alarm], transitioned(alarm));
    }
  }

  function judge(alarm: CompositeAlarm, by: readonly Alarm[], reason: string): void {
    if (path.has(alarm.name)) return;
    const holds = evaluateRule(alarm.rule.tree, (name) => alarms.get(name)?.state.value);
    const value = holds ? 'ALARM' : 'OK';
    if (value === alarm.state.value) return;
    path.add(alarm.name);
    const causes = by.map(({ arn, state }) => ({ arn, value: state.value, at: state.updatedAt }));
    apply(alarm, { value, reason, reasonData: triggeringAlarms(causes), causes });
    path.delete(alarm.name);
  }

  return {
    apply,
    introduce(alarm, verb) {
      const children = alarm.rule.children.flatMap((name) => alarms.get(name) ?? []);
      const holds = evaluateRule(alarm.rule.tree, (name) => alarms.get(name)?.state.value);
      const outcome = holds ? 'ALARM' : 'OK';
      judge(alarm, children, `${alarm.arn} was ${verb} and its alarm rule evaluates to ${outcome}`);
    },
  };
}

function stateAfter(
  previous: AlarmState,
  { value, reason, reasonData, causes }: NewState,
  now: number,
): AlarmState {
  return {
    value,
    reason,
    ...(reasonData === undefined ? {} : { reasonData }),
    ...(causes === undefined ? {} : { causes }),
    updatedAt: now,
    transitionedAt: value === previous.value ? previous.transitionedAt : now,
  };
}

function record(
  host: ServiceHost,
  history: AlarmHistory,
  alarm: Alarm,
  previous: AlarmState,
): void {
  const { state, name: alarmName } = alarm;
  host.trace.add('state', { alarm: alarmName, from: previous.value, to: state.value });
  history.add({
    at: state.updatedAt,
    alarmName,
    alarmKind: alarm.kind,
    type: 'StateUpdate',
    summary: `Alarm updated from ${previous.value} to ${state.value}`,
    data: JSON.stringify({
      version: '1.0',
      oldState: historyState(previous),
      newState: historyState(state),
    }),
  });
}

const transitioned = ({ arn, state }: Alarm): string =>
  `${arn} transitioned to ${state.value} at ${longTime(state.updatedAt)}`;

const triggeringAlarms = (causes: readonly Cause[]): string =>
  JSON.stringify({
    triggeringAlarms: causes.map(({ arn, value, at }) => ({
      arn,
      state: { value, timestamp: timestamp(at) },
    })),
  });

const historyState = ({ value, reason, reasonData }: AlarmState) => ({
  stateValue: value,
  stateReason: reason,
  ...(reasonData === undefined ? {} : { stateReasonData: JSON.parse(reasonData) }),
});
