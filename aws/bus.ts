// Telling programs: each state change, on the bus.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { spillwayDetailTypes, spillwaySource } from '../core/contract/bus-events.ts';
import type { ReleaseEvent } from '../core/release/event.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import { clientSettings } from './client-settings.ts';

export interface Bus {
  /** Best effort: the ledger, not the bus, is what happened. */
  publish(record: ReleaseRecord, events: readonly ReleaseEvent[]): Promise<void>;
}

/** PutEvents takes ten at once. */
const ENTRIES_MAX = 10;

export function openBus(busName: string): Bus {
  const bus = new EventBridgeClient(clientSettings());
  return {
    async publish(record, events) {
      const entries = events.slice(0, ENTRIES_MAX).map((event) => ({
        EventBusName: busName,
        Source: spillwaySource,
        DetailType: spillwayDetailTypes.stateChange,
        Detail: JSON.stringify({ ...event, service: record.service, status: record.status }),
      }));
      if (entries.length === 0) return;
      await bus.send(new PutEventsCommand({ Entries: entries })).catch(() => undefined);
    },
  };
}
