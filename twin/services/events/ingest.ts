// The way of an event: onto its bus (where faults may strike), to the rules that match, and on to their targets.

import type { ServiceHost } from '../../host/service.ts';
import type { EventFaultRule } from '../../kernel/faults.ts';
import type { BusEvent } from './bus-event.ts';
import type { Dispatch } from './delivery/dispatch.ts';
import { fieldsOf } from './pattern/event-fields.ts';
import { readJson } from './pattern/json-tree.ts';
import type { Bus } from './store.ts';

type Guarantee = 'guaranteed' | 'bestEffort';
export type Ingest = (bus: Bus, event: BusEvent, guarantee: Guarantee) => void;

/** How late a late event is, where the fault does not say. */
const LATE_MS = 60_000;

export function createIngest(host: ServiceHost, dispatch: Dispatch): Ingest {
  function arrive(bus: Bus, event: BusEvent): void {
    const ingestionTime = host.clock.date().toISOString();
    const rules = bus.index.match(fieldsOf(readJson(JSON.stringify(event))));
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
    const struck = host.faults.strike('event', subject);
    // A promise of delivery is kept: only what is sent with best effort can be lost.
    const fault = struck?.fault === 'lost' && guarantee === 'guaranteed' ? undefined : struck;
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

function trace(host: ServiceHost, event: BusEvent, { fault }: EventFaultRule): void {
  host.trace.add('fault', { hook: 'event', fault, id: event.id, source: event.source });
}
