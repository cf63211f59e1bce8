// The lifecycle events of a deployment: each begins, and succeeds or fails; what was not reached is skipped.
import type { Clock } from '../../kernel/clock.ts';
import { LIFECYCLE_EVENTS, type LifecycleEventName } from './app-spec.ts';
import type { Run } from './run.ts';
import type { LifecycleStep } from './state.ts';

export const pendingSteps = (): readonly LifecycleStep[] =>
  LIFECYCLE_EVENTS.map((name) => ({
    name,
    status: 'Pending',
    startTime: undefined,
    endTime: undefined,
    message: undefined,
  }));

/** Does the work of one lifecycle event. When it throws, the event stays open for `abandonSteps`. */
export async function step(
  run: Run,
  name: LifecycleEventName,
  work: () => Promise<void>,
): Promise<void> {
  const { clock, trace } = run.host;
  const { target, interrupt, id } = run.deployment;
  const entry = target.steps.find((each) => each.name === name);
  if (entry === undefined) throw new Error(`there is no lifecycle event ${name}`);
  interrupt.check();
  entry.status = 'InProgress';
  entry.startTime = clock.date();
  target.updatedAt = clock.date();
  await work();
  interrupt.check();
  entry.status = 'Succeeded';
  entry.endTime = clock.date();
  target.updatedAt = clock.date();
  trace.add('state', { service: 'codedeploy', deployment: id, lifecycleEvent: name });
}

/** Fails the event that was under way, and skips all that were not reached. */
export function abandonSteps(
  steps: readonly LifecycleStep[],
  clock: Clock,
  message: string | undefined,
): void {
  for (const entry of steps) {
    if (entry.status === 'InProgress') {
      entry.status = 'Failed';
      entry.endTime = clock.date();
      entry.message = message;
    } else if (entry.status === 'Pending') {
      entry.status = 'Skipped';
    }
  }
}
