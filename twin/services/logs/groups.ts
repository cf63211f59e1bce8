// Log groups and streams as resources.
import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import { type Group, groupName, invalid, type Store, type Stream } from './store.ts';

const PAGE_SIZE = 50;
const NAME_LENGTH_MAX = 512;
const RETENTION_DAYS: ReadonlySet<number> = new Set([
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557],
  ...[2922, 3288, 3653],
]);

export function groupOperations(store: Store): Operations<typeof sdk> {
  return {
    CreateLogGroup({ logGroupName = '', kmsKeyId, tags = {} }) {
      validateName(logGroupName);
      if (store.groups.has(logGroupName)) throw exists('log group');
      const group = store.addGroup(logGroupName);
      group.kmsKeyId = kmsKeyId;
      for (const [key, value] of Object.entries(tags)) group.tags.set(key, value);
      return {};
    },
    DeleteLogGroup({ logGroupName }) {
      store.groups.delete(store.group(logGroupName).name);
      return {};
    },
    DescribeLogGroups({ logGroupNamePrefix, logGroupNamePattern, nextToken, limit = PAGE_SIZE }) {
      if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
        throw invalid(
          'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
        );
      }
      const pattern = logGroupNamePattern?.toLowerCase() ?? '';
      const all = [...store.groups.values()]
        .filter(({ name }) => name.startsWith(logGroupNamePrefix ?? ''))
        .filter(({ name }) => name.toLowerCase().includes(pattern))
        .sort(byName);
      const { items, next } = page(all, { limit, token: nextToken });
      return { logGroups: items.map(describeGroup), nextToken: next };
    },
    PutRetentionPolicy({ logGroupName, retentionInDays = 0 }) {
      const group = store.group(logGroupName);
      if (!RETENTION_DAYS.has(retentionInDays)) {
        throw invalid(`${retentionInDays} is no retention that AWS offers`);
      }
      group.retentionDays = retentionInDays;
      return {};
    },
    DeleteRetentionPolicy({ logGroupName }) {
      store.group(logGroupName).retentionDays = undefined;
      return {};
    },
    CreateLogStream({ logGroupName, logStreamName = '' }) {
      const group = store.group(logGroupName);
      validateName(logStreamName);
      if (group.streams.has(logStreamName)) throw exists('log stream');
      store.addStream(group, logStreamName);
      return {};
    },
    DeleteLogStream({ logGroupName, logStreamName }) {
      const group = store.group(logGroupName);
      group.streams.delete(store.stream(group, logStreamName).name);
      return {};
    },
    DescribeLogStreams(input) {
      const { logGroupName, logGroupIdentifier, logStreamNamePrefix = '' } = input;
      if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
        throw new AwsError(
          'ValidationException',
          'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
        );
      }
      const group = store.group(logGroupName ?? logGroupIdentifier);
      const byTime = input.orderBy === 'LastEventTime';
      const all = [...group.streams.values()]
        .filter(({ name }) => name.startsWith(logStreamNamePrefix))
        .sort((a, b) => (byTime ? lastTime(a) - lastTime(b) : 0) || byName(a, b));
      if (input.descending === true) all.reverse();
      const { items, next } = page(all, {
        limit: input.limit ?? PAGE_SIZE,
        token: input.nextToken,
      });
      return { logStreams: items.map(describeStream), nextToken: next };
    },
    TagResource({ resourceArn = '', tags = {} }) {
      const group = store.group(groupName(resourceArn));
      for (const [key, value] of Object.entries(tags)) group.tags.set(key, value);
      return {};
    },
    UntagResource({ resourceArn = '', tagKeys = [] }) {
      const group = store.group(groupName(resourceArn));
      for (const key of tagKeys) group.tags.delete(key);
      return {};
    },
    ListTagsForResource: ({ resourceArn = '' }) => ({
      tags: Object.fromEntries(store.group(groupName(resourceArn)).tags),
    }),
  };
}

function validateName(name: string): void {
  if (name.length > NAME_LENGTH_MAX) {
    throw invalid(
      'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
    );
  }
}

const exists = (what: string): AwsError =>
  new AwsError('ResourceAlreadyExistsException', `The specified ${what} already exists`);

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : 1;

const lastTime = ({ events }: Stream): number => events.at(-1)?.timestamp ?? 0;

const storedBytes = (streams: readonly Stream[]): number =>
  streams
    .flatMap(({ events }) => events)
    .reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0);

const describeGroup = (group: Group): sdk.LogGroup => ({
  logGroupName: group.name,
  arn: `${group.arn}:*`,
  logGroupArn: group.arn,
  logGroupClass: 'STANDARD',
  creationTime: group.createdAt,
  metricFilterCount: 0,
  storedBytes: storedBytes([...group.streams.values()]),
  ...(group.retentionDays === undefined ? {} : { retentionInDays: group.retentionDays }),
  ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
});

const describeStream = (stream: Stream): sdk.LogStream => ({
  logStreamName: stream.name,
  arn: stream.arn,
  creationTime: stream.createdAt,
  storedBytes: 0,
  ...(stream.events.length === 0
    ? {}
    : {
        firstEventTimestamp: stream.events[0]?.timestamp,
        lastEventTimestamp: stream.events.at(-1)?.timestamp,
        lastIngestionTime: stream.events.at(-1)?.ingestionTime,
      }),
});
