/** The alarms that whoever asked for a release has named: up before it, they do not keep it from starting. */
import type { Trigger } from './record.ts';

export const overriddenAlarms = (trigger: Trigger): readonly string[] =>
  trigger.kind === 'operator' ? (trigger.overriddenAlarms ?? []) : [];
