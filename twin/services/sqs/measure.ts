// The metrics of queues: what came and went, and at the end of each minute what there is.
import type { Meter } from '../../host/peers.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { Queue } from './queue.ts';

export interface Measure {
  /**
   * To be called before somebody looks at a queue or changes it. Nothing but time has changed it since the last
   * look: how it was at the ends of the minutes between can be told from what is in it.
   */
  touch(queue: Queue): void;
  count(queue: Queue, metricName: string, value: number): void;
}

const MINUTE_MS = 60_000;
/** A queue is active for so long after somebody used it, and while there is something in it. */
const ACTIVE_MS = 6 * 60 * MINUTE_MS;

interface Measured {
  readonly meter: Meter;
  /** The first minute whose end was not looked at. */
  next: number;
  touchedAt: number;
}

export function createMeasure(host: ServiceHost): Measure {
  const measured = new WeakMap<Queue, Measured>();

  function start(queue: Queue): Measured {
    const now = host.clock.now();
    const meter = host.peer('monitoring').meter({
      namespace: 'AWS/SQS',
      dimensions: [{ QueueName: queue.name }],
      catchUp: () => catchUp(queue),
    });
    const created = { meter, next: now - (now % MINUTE_MS), touchedAt: now };
    measured.set(queue, created);
    return created;
  }

  function catchUp(queue: Queue): void {
    const state = measured.get(queue);
    if (state === undefined) return;
    const now = host.clock.now();
    const isActive = (end: number) =>
      queue.messages.length > 0 || end - state.touchedAt <= ACTIVE_MS;
    for (; state.next + MINUTE_MS <= now; state.next += MINUTE_MS) {
      const end = state.next + MINUTE_MS;
      if (isActive(end)) look(queue, state.meter, end);
      else {
        state.next = now - (now % MINUTE_MS);
        return;
      }
    }
  }

  return {
    touch(queue) {
      const state = measured.get(queue) ?? start(queue);
      catchUp(queue);
      state.touchedAt = host.clock.now();
    },
    count: (queue, metricName, value) =>
      (measured.get(queue) ?? start(queue)).meter.add(metricName, 'Count', value),
  };
}

function look(queue: Queue, meter: Meter, end: number): void {
  let [visible, delayed, inFlight, oldest] = [0, 0, 0, end];
  for (const { visibleAt, receiveCount, sentAt } of queue.messages) {
    if (visibleAt <= end) visible += 1;
    else if (receiveCount > 0) inFlight += 1;
    else delayed += 1;
    oldest = Math.min(oldest, sentAt);
  }
  const at = end - MINUTE_MS;
  meter.add('ApproximateNumberOfMessagesVisible', 'Count', visible, at);
  meter.add('ApproximateNumberOfMessagesNotVisible', 'Count', inFlight, at);
  meter.add('ApproximateNumberOfMessagesDelayed', 'Count', delayed, at);
  meter.add('ApproximateAgeOfOldestMessage', 'Seconds', Math.floor((end - oldest) / 1000), at);
}
