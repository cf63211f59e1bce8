// The history of one execution: events with ids that count up and that point back at what led to them.
import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import { STATES_ERRORS } from '../errors/names.ts';
import { Aborted, StateError } from '../errors/state-error.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const EVENTS_MAX = 25_000;

type EventDetails = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp' | 'type'>;

/** One line of control through a machine: the events it adds form a chain. */
export interface Chain {
  lastEventId: number;
}

export interface History {
  /** Adds an event after the chain's last one, which it becomes unless told otherwise. */
  add(chain: Chain, type: HistoryEventType, details?: EventDetails, link?: Link): number;
  events(): readonly HistoryEvent[];
  /** Nothing can be added any more. */
  close(): void;
  /** Goes on after a redrive. */
  reopen(): void;
}

interface Link {
  /** The event to point back at, instead of the chain's last. */
  readonly previousEventId?: number;
  /** Leaves the chain's last event as it was. */
  readonly aside?: boolean;
}

export interface HistoryOptions {
  readonly now: () => number;
  /** Express executions keep no history; ids are counted all the same. */
  readonly keep: boolean;
  /** Told of each event; the execution may be killed here. */
  readonly onEvent?: ((eventId: number) => void) | undefined;
}

export function createHistory({ now, keep, onEvent }: HistoryOptions): History {
  const events: HistoryEvent[] = [];
  let count = 0;
  let closed = false;
  return {
    add(chain, type, details, { previousEventId = chain.lastEventId, aside = false } = {}) {
      if (closed) throw new Aborted();
      // The last place is for the event that ends the execution.
      if (count >= EVENTS_MAX - 1 && !type.startsWith('Execution')) throw tooManyEvents();
      count += 1;
      const id = count;
      if (!aside) chain.lastEventId = id;
      if (keep) events.push({ ...details, id, previousEventId, timestamp: new Date(now()), type });
      onEvent?.(id);
      return id;
    },
    events: () => events,
    close: () => {
      closed = true;
    },
    reopen: () => {
      closed = false;
    },
  };
}

const tooManyEvents = (): StateError =>
  new StateError(
    STATES_ERRORS.runtime,
    `The execution reached the maximum number of history events (${EVENTS_MAX}).`,
  );
