// Log events: written, read stream by stream, and searched across streams.
import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import type { ServiceHost } from '../../host/service.ts';
import { compileFilter } from './filter-pattern.ts';
import { invalid, type LogEvent, type NewEvent, type Store, type Stream } from './store.ts';

const EVENTS_MAX = 10_000;
const BATCH_BYTES_MAX = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;
const OLDEST_MS = 14 * 86_400_000;
const NEWEST_MS = 2 * 3_600_000;
const TOKEN = /^([fb])\/(\d{1,56})$/;

export function eventOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  return {
    PutLogEvents({ logGroupName, logStreamName, logEvents = [] }) {
      const group = store.group(logGroupName);
      const stream = store.stream(group, logStreamName);
      const events = logEvents.map(({ timestamp = 0, message = '' }) => ({ timestamp, message }));
      validateBatch(events);
      const now = host.clock.now();
      const isTooOld = ({ timestamp }: NewEvent) => timestamp < now - OLDEST_MS;
      const isTooNew = ({ timestamp }: NewEvent) => timestamp > now + NEWEST_MS;
      store.append(
        group,
        stream,
        events.filter((each) => !isTooOld(each) && !isTooNew(each)),
      );
      const firstNew = events.findIndex(isTooNew);
      const oldCount = events.filter(isTooOld).length;
      return {
        nextSequenceToken: String(stream.sequence).padStart(56, '0'),
        ...(oldCount > 0 || firstNew >= 0
          ? {
              rejectedLogEventsInfo: {
                ...(oldCount > 0 ? { tooOldLogEventEndIndex: oldCount } : {}),
                ...(firstNew >= 0 ? { tooNewLogEventStartIndex: firstNew } : {}),
              },
            }
          : {}),
      };
    },
    GetLogEvents(input) {
      const group = store.group(input.logGroupName ?? input.logGroupIdentifier);
      const stream = store.stream(group, input.logStreamName);
      const events = pageOfStream(inRange(stream.events, input), input, requireLimit(input.limit));
      const first = events[0]?.sequence ?? edge(stream, input);
      const last = events.at(-1)?.sequence ?? first - 1;
      return {
        events: events.map(({ timestamp, message, ingestionTime }) => ({
          timestamp,
          message,
          ingestionTime,
        })),
        nextForwardToken: token('f', last + 1),
        nextBackwardToken: token('b', first),
      };
    },
    FilterLogEvents(input) {
      const limit = requireLimit(input.limit);
      if (input.nextToken !== undefined && !isPageToken(input.nextToken)) throw badToken();
      const group = store.group(input.logGroupName ?? input.logGroupIdentifier);
      const matches = compileFilter(input.filterPattern ?? '');
      const found = streamsFor([...group.streams.values()], input)
        .flatMap((stream) =>
          inRange(stream.events, input)
            .filter(({ message }) => matches(message))
            .map((event) => ({ stream, event })),
        )
        .sort((a, b) => a.event.timestamp - b.event.timestamp);
      const { items, next } = page(found, { limit, token: input.nextToken });
      return {
        events: items.map(({ stream, event }) => ({
          logStreamName: stream.name,
          timestamp: event.timestamp,
          message: event.message,
          ingestionTime: event.ingestionTime,
          eventId: `${stream.name}/${event.sequence}`,
        })),
        searchedLogStreams: [],
        nextToken: next,
      };
    },
  };
}

function validateBatch(events: readonly NewEvent[]): void {
  const isOrdered = events.every(
    ({ timestamp }, index) => timestamp >= (events[index - 1]?.timestamp ?? 0),
  );
  if (!isOrdered) {
    throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  }
  const bytes = events.reduce(
    (sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES,
    0,
  );
  if (bytes > BATCH_BYTES_MAX) {
    throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${BATCH_BYTES_MAX}`);
  }
  if (events.length > EVENTS_MAX) throw tooMany('logEvents', events.length);
}

function requireLimit(limit = EVENTS_MAX): number {
  if (limit <= EVENTS_MAX) return limit;
  throw tooMany('limit', limit);
}

const tooMany = (name: string, value: number) =>
  invalid(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value less than or equal to ${EVENTS_MAX}`,
  );

interface Range {
  readonly startTime?: number | undefined;
  readonly endTime?: number | undefined;
}

const inRange = (events: readonly LogEvent[], { startTime = 0, endTime }: Range) =>
  events.filter(
    ({ timestamp }) => timestamp >= startTime && timestamp < (endTime ?? Number.POSITIVE_INFINITY),
  );

/** From the head, from the tail, or on from where a token says. */
function pageOfStream(
  events: readonly LogEvent[],
  input: sdk.GetLogEventsRequest,
  limit: number,
): readonly LogEvent[] {
  if (input.nextToken === undefined) {
    return input.startFromHead === true ? events.slice(0, limit) : events.slice(-limit);
  }
  const { direction, sequence } = readToken(input.nextToken);
  return direction === 'f'
    ? events.filter((event) => event.sequence >= sequence).slice(0, limit)
    : events.filter((event) => event.sequence < sequence).slice(-limit);
}

/** Where reading goes on after an empty page: tokens repeat at the end of a stream. */
function edge(stream: Stream, { nextToken, startFromHead }: sdk.GetLogEventsRequest): number {
  if (nextToken !== undefined) return readToken(nextToken).sequence;
  return startFromHead === true ? 1 : stream.sequence + 1;
}

const token = (direction: 'f' | 'b', sequence: number): string =>
  `${direction}/${String(sequence).padStart(56, '0')}`;

function readToken(text: string): { direction: string; sequence: number } {
  const [, direction, digits] = TOKEN.exec(text) ?? [];
  if (direction === undefined) throw badToken();
  return { direction, sequence: Number(digits) };
}

const badToken = () => invalid('The specified nextToken is invalid.');

const isPageToken = (text: string): boolean =>
  /^from:\d+$/.test(Buffer.from(text, 'base64url').toString('utf8'));

const streamsFor = (
  streams: readonly Stream[],
  { logStreamNames, logStreamNamePrefix = '' }: sdk.FilterLogEventsRequest,
): readonly Stream[] =>
  streams.filter(
    ({ name }) =>
      name.startsWith(logStreamNamePrefix) &&
      (logStreamNames === undefined || logStreamNames.includes(name)),
  );
