// The way of an event: onto its bus (where faults may strike), to the rules that match, and on to their targets.

import type { ServiceHost } from '../../host/service.ts';
import type { EventFaultRule } from '../../kernel/faults.ts';
import type { BusEvent } from './bus-event.ts';
import type { Dispatch } from './delivery/dispatch.ts';
import { type EventFields, fieldsOf, fieldValue } from './pattern/event-fields.ts';
import { treeOf } from './pattern/json-tree.ts';
import type { Bus } from './store.ts';

type Guarantee = 'guaranteed' | 'bestEffort';
export type Ingest = (bus: Bus, event: BusEvent, guarantee: Guarantee) => void;

/** Longer than nearly every delivery: who overtakes an event is at the targets before it. */
const HEAD_START_MS = 5_000;
/** How late a late event is, and a reordered one at most, where the fault does not say. */
const LATE_MS = 60_000;

export function createIngest(host: ServiceHost, dispatch: Dispatch): Ingest {
  /** Reordered events, by bus and source, that wait to be overtaken. */
  const overtaken = new Map<string, () => void>();

  function arrive(bus: Bus, event: BusEvent): void {
    deliver(bus, event);
    if (overtaken.size > 0) overtaken.get(wayOf(bus, event))?.();
  }

  function deliver(bus: Bus, event: BusEvent): void {
    const ingestionTime = host.clock.date().toISOString();
    const rules = bus.index.couldMatch(kindOf(event))
      ? bus.index.match(fieldsOf(treeOf(event)))
      : [];
    host.trace.add('event', {
      bus: bus.name,
      id: event.id,
      source: event.source,
      detailType: event['detail-type'],
      rules: rules.map(({ name }) => name),
    });
    for (const rule of rules) dispatch(rule, event, ingestionTime);
  }

  /** Until the next of its source has arrived; for so long at most. */
  function hold(bus: Bus, event: BusEvent, delayMs: number): void {
    const way = wayOf(bus, event);
    const come = () => deliver(bus, event);
    const patience = host.clock.after(delayMs, () => {
      overtaken.delete(way);
      come();
    });
    overtaken.set(way, () => {
      overtaken.delete(way);
      patience.cancel();
      host.clock.after(HEAD_START_MS, come);
    });
  }

  return (bus, event, guarantee) => {
    const subject = { source: event.source, detailType: event['detail-type'] };
    // A promise of delivery is kept: only what is sent with best effort can be lost.
    // Two that change places are enough: the one that overtakes is not held back too.
    const isPossible = ({ fault: kind }: EventFaultRule) =>
      (kind !== 'lost' || guarantee === 'bestEffort') &&
      (kind !== 'reordered' || !overtaken.has(wayOf(bus, event)));
    const fault = host.faults.strike('event', subject, isPossible);
    if (fault !== undefined) trace(host, event, fault);
    if (fault?.fault === 'lost') return;
    const come = () => arrive(bus, event);
    if (fault?.fault === 'late') {
      host.clock.after(fault.delayMs ?? LATE_MS, come);
      return;
    }
    if (fault?.fault === 'reordered') {
      hold(bus, event, fault.delayMs ?? LATE_MS);
      return;
    }
    come();
    if (fault?.fault === 'twice') host.clock.after(fault.delayMs ?? 0, come);
  };
}

const wayOf = (bus: Bus, event: BusEvent): string => `${bus.name} ${event.source}`;

/** The fields by which nearly every rule chooses. */
const kindOf = (event: BusEvent): EventFields =>
  new Map(
    (['source', 'detail-type'] as const).map((path) => [
      path,
      [{ ...fieldValue(event[path]), element: undefined }],
    ]),
  );

function trace(host: ServiceHost, event: BusEvent, { fault }: EventFaultRule): void {
  host.trace.add('fault', { hook: 'event', fault, id: event.id, source: event.source });
}
