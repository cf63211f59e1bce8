// Whether a composite alarm may take its actions, given its suppressor.
import type { Clock } from '../../../kernel/clock.ts';
import type { StateValue } from './decide.ts';
import type { CompositeAlarm } from './model.ts';

export interface SuppressionContext {
  readonly clock: Clock;
  /** The state of the suppressor; undefined where the alarm has none. */
  suppressorState(alarm: CompositeAlarm): StateValue | undefined;
  /** Takes the actions for the state that the alarm is in now. */
  act(alarm: CompositeAlarm): void;
  /** False once the alarm was deleted or replaced. */
  isCurrent(alarm: CompositeAlarm): boolean;
}

/**
 * The alarm has changed its state. A new ALARM waits for the suppressor, should that come late; the way
 * back to OK does not wait (the documented events show no suppression there).
 */
export function onTransition(alarm: CompositeAlarm, context: SuppressionContext): void {
  const suppressor = context.suppressorState(alarm);
  if (suppressor === 'ALARM') {
    alarm.suppression = { by: 'Alarm' };
    return;
  }
  if (alarm.suppression?.by === 'ExtensionPeriod') return;
  const waitSeconds = alarm.input.ActionsSuppressorWaitPeriod ?? 0;
  if (suppressor !== undefined && alarm.state.value === 'ALARM' && waitSeconds > 0) {
    hold(alarm, 'WaitPeriod', waitSeconds, context);
    return;
  }
  alarm.suppression = undefined;
}

/** The suppressor has changed its state. */
export function onSuppressorChange(
  alarm: CompositeAlarm,
  before: StateValue,
  context: SuppressionContext,
): void {
  const now = context.suppressorState(alarm);
  if (now === 'ALARM') {
    alarm.suppression = { by: 'Alarm' };
    return;
  }
  if (before !== 'ALARM') return;
  hold(alarm, 'ExtensionPeriod', alarm.input.ActionsSuppressorExtensionPeriod ?? 0, context);
}

/** Actions are due when the alarm stands in another state than the one it last acted on. */
export function settle(alarm: CompositeAlarm, context: SuppressionContext): void {
  if (alarm.suppression !== undefined || alarm.actedOn === alarm.state.value) return;
  alarm.actedOn = alarm.state.value;
  context.act(alarm);
}

function hold(
  alarm: CompositeAlarm,
  by: 'WaitPeriod' | 'ExtensionPeriod',
  seconds: number,
  context: SuppressionContext,
): void {
  const suppression = { by, untilMs: context.clock.now() + seconds * 1_000 };
  alarm.suppression = suppression;
  context.clock.at(suppression.untilMs, () => {
    if (alarm.suppression !== suppression || !context.isCurrent(alarm)) return;
    alarm.suppression = undefined;
    settle(alarm, context);
  });
}
