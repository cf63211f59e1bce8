// Log groups, their streams, and as many of their events as are kept.
import { AwsError } from '../../host/aws-error.ts';
import type { ServiceHost } from '../../host/service.ts';

export interface LogEvent {
  /** Rises by one from event to event of a stream, for ever. */
  readonly sequence: number;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export interface Stream {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  events: LogEvent[];
  sequence: number;
}

export interface Group {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly streams: Map<string, Stream>;
  readonly tags: Map<string, string>;
  kmsKeyId: string | undefined;
  retentionDays: number | undefined;
}

export interface NewEvent {
  readonly timestamp: number;
  readonly message: string;
}

export interface Store {
  readonly groups: Map<string, Group>;
  addGroup(name: string): Group;
  addStream(group: Group, name: string): Stream;
  /** By name or ARN. */
  group(nameOrArn: string | undefined): Group;
  stream(group: Group, name: string | undefined): Stream;
  append(group: Group, stream: Stream, events: readonly NewEvent[]): void;
}

/** The twin forgets the oldest beyond these. */
const STREAMS_MAX = 5000;
const EVENTS_MAX = 10_000;
const DAY_MS = 86_400_000;

export function createStore(host: ServiceHost): Store {
  const groups = new Map<string, Group>();

  function addGroup(name: string): Group {
    const group: Group = {
      name,
      arn: host.arn('logs', `log-group:${name}`),
      createdAt: host.clock.now(),
      streams: new Map(),
      tags: new Map(),
      kmsKeyId: undefined,
      retentionDays: undefined,
    };
    groups.set(name, group);
    return group;
  }

  function addStream(group: Group, name: string): Stream {
    const stream: Stream = {
      name,
      arn: `${group.arn}:log-stream:${name}`,
      createdAt: host.clock.now(),
      events: [],
      sequence: 0,
    };
    group.streams.set(name, stream);
    const [oldest] = group.streams.keys();
    if (group.streams.size > STREAMS_MAX && oldest !== undefined) group.streams.delete(oldest);
    return stream;
  }

  function append(group: Group, stream: Stream, events: readonly NewEvent[]): void {
    const ingestionTime = host.clock.now();
    for (const event of events) {
      stream.sequence += 1;
      stream.events.push({ ...event, ingestionTime, sequence: stream.sequence });
      host.peer('monitoring').readLine(event.message);
    }
    forget(group, stream, ingestionTime);
  }

  return {
    groups,
    addGroup,
    addStream,
    append,
    group(nameOrArn = '') {
      const found = groups.get(groupName(nameOrArn));
      if (found === undefined) throw notFound('The specified log group does not exist.');
      return found;
    },
    stream(group, name = '') {
      const found = group.streams.get(name);
      if (found === undefined) throw notFound('The specified log stream does not exist.');
      return found;
    },
  };
}

const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);

export const invalid = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);

export const groupName = (nameOrArn: string): string =>
  /^arn:[^:]+:logs:[^:]*:\d+:log-group:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;

function forget(group: Group, stream: Stream, now: number): void {
  // Dropping in blocks keeps appending cheap.
  if (stream.events.length > 2 * EVENTS_MAX) stream.events = stream.events.slice(-EVENTS_MAX);
  if (group.retentionDays === undefined) return;
  const oldest = now - group.retentionDays * DAY_MS;
  const first = stream.events[0];
  if (first !== undefined && first.timestamp < oldest) {
    stream.events = stream.events.filter(({ timestamp }) => timestamp >= oldest);
  }
}
