// PutEvents: each entry is judged by itself; the request as a whole by its size.
import type * as sdk from '@aws-sdk/client-eventbridge';
import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { type BusEvent, eventTime } from './bus-event.ts';
import { forwardedEvent } from './forwarding.ts';
import type { Ingest } from './ingest.ts';
import { invalid, type Store } from './store.ts';

const ENTRIES_MAX = 10;
const REQUEST_BYTES_MAX = 262_144;
/** What a time adds to the size of an entry. */
const TIME_BYTES = 14;

export function putEventsOperation(
  host: ServiceHost,
  store: Store,
  ingest: Ingest,
): Operations<typeof sdk> {
  function put(entry: PutEventsRequestEntry): PutEventsResultEntry {
    const problem = problemOf(entry);
    if (problem !== undefined) return problem;
    const event = forwardedEvent(entry) ?? newEvent(host, entry);
    const bus = store.findBus(entry.EventBusName);
    // Events for a bus that does not exist are accepted, and gone.
    if (bus !== undefined) ingest(bus, event, 'guaranteed');
    return { EventId: event.id };
  }
  return {
    PutEvents({ Entries = [] }) {
      validateRequest(Entries);
      const results = Entries.map(put);
      return {
        Entries: results,
        FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length,
      };
    },
  };
}

function validateRequest(entries: readonly PutEventsRequestEntry[]): void {
  const constraint = (bound: string) =>
    invalid(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  if (entries.length === 0) throw constraint('greater than or equal to 1');
  if (entries.length > ENTRIES_MAX) throw constraint(`less than or equal to ${ENTRIES_MAX}`);
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > REQUEST_BYTES_MAX) {
    throw invalid('Total size of the entries in the request is over the limit.');
  }
}

function sizeOf({ Time, Source, DetailType, Detail, Resources }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return bytes + (Time === undefined ? 0 : TIME_BYTES);
}

const REQUIRED = ['Source', 'DetailType', 'Detail'] as const;

function problemOf(entry: PutEventsRequestEntry): PutEventsResultEntry | undefined {
  const missing = REQUIRED.find((name) => !entry[name]);
  if (missing !== undefined) {
    return {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`,
    };
  }
  if (entry.Source?.startsWith('aws.') && forwardedEvent(entry) === undefined) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  if (!isJsonObject(entry.Detail ?? '')) {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  return undefined;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function newEvent(host: ServiceHost, entry: PutEventsRequestEntry): BusEvent {
  return {
    version: '0',
    id: host.ids.uuid(),
    'detail-type': entry.DetailType ?? '',
    source: entry.Source ?? '',
    account: host.account,
    time: eventTime(entry.Time ?? host.clock.date()),
    region: host.region,
    resources: entry.Resources ?? [],
    detail: JSON.parse(entry.Detail ?? '{}'),
  };
}
