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

/** How late a late event is, where the fault does not say. */
const LATE_MS = 60_000;

export function createIngest(host: ServiceHost, dispatch: Dispatch): Ingest {
  function arrive(bus: Bus, event: BusEvent): void {
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

  return (bus, event, guarantee) => {
    const subject = { source: event.source, detailType: event['detail-type'] };
    // A promise of delivery is kept: only what is sent with best effort can be lost.
    const isPossible = ({ fault: kind }: EventFaultRule) =>
      kind !== 'lost' || guarantee === 'bestEffort';
    const fault = host.faults.strike('event', subject, isPossible);
    if (fault !== undefined) trace(host, event, fault);
    if (fault?.fault === 'lost') return;
    const come = () => arrive(bus, event);
    if (fault?.fault === 'late') {
      host.clock.after(fault.delayMs ?? LATE_MS, come);
      return;
    }
    come();
    if (fault?.fault === 'twice') host.clock.after(fault.delayMs ?? 0, come);
  };
}

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
