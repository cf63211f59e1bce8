import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  type GetLogEventsCommandOutput,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../../twin/services/logs/filter-pattern.ts';
import { logs } from '../../../../twin/services/logs/index.ts';
import { DEFAULT_REGION } from '../../../../twin/twin.ts';
import { startTwin } from '../../support/start-twin.ts';

const names = { logGroupName: '/aws/lambda/judge', logStreamName: 'one' };

async function startLogs() {
  const started = startTwin({ services: [logs] });
  const client = started.client(CloudWatchLogsClient);
  await client.send(new CreateLogGroupCommand({ logGroupName: names.logGroupName }));
  await client.send(new CreateLogStreamCommand(names));
  const put = (...messages: string[]) =>
    client.send(
      new PutLogEventsCommand({
        ...names,
        logEvents: messages.map((message) => ({ message, timestamp: started.clock.now() })),
      }),
    );
  const get = (more: Partial<GetLogEventsCommandInput> = {}) =>
    client.send(new GetLogEventsCommand({ ...names, ...more }));
  return { ...started, client, put, get };
}

const messagesOf = ({ events = [] }: Pick<GetLogEventsCommandOutput, 'events'>) =>
  events.map(({ message }) => message);

describe('log events', () => {
  it('come back in order, from the tail or from the head', async () => {
    const { put, get } = await startLogs();
    await put('a', 'b', 'c');
    expect(messagesOf(await get())).toEqual(['a', 'b', 'c']);
    expect(messagesOf(await get({ limit: 2 }))).toEqual(['b', 'c']);
    expect(messagesOf(await get({ limit: 2, startFromHead: true }))).toEqual(['a', 'b']);
  });

  it('can be followed with the forward token', async () => {
    const { put, get } = await startLogs();
    await put('a', 'b');
    const first = await get({ startFromHead: true });
    const end = await get({ nextToken: first.nextForwardToken });
    expect(messagesOf(end)).toEqual([]);
    expect(end.nextForwardToken).toBe(first.nextForwardToken);
    await put('c');
    expect(messagesOf(await get({ nextToken: end.nextForwardToken }))).toEqual(['c']);
  });

  it('can be searched across streams', async () => {
    const { twin, client, put } = await startLogs();
    await put('ERROR one', 'fine');
    const peer = twin.peer('logs', DEFAULT_REGION);
    peer.write({ group: names.logGroupName, stream: 'two', message: 'ERROR two' });
    const found = await client.send(
      new FilterLogEventsCommand({ logGroupName: names.logGroupName, filterPattern: 'ERROR' }),
    );
    expect(found.events).toMatchObject([
      { logStreamName: 'one', message: 'ERROR one' },
      { logStreamName: 'two', message: 'ERROR two' },
    ]);
  });

  it('are rejected where they are too old or too new', async () => {
    const { client, clock } = await startLogs();
    const day = 86_400_000;
    const answer = await client.send(
      new PutLogEventsCommand({
        ...names,
        logEvents: [-15 * day, 0, day].map((offset) => ({
          message: 'x',
          timestamp: clock.now() + offset,
        })),
      }),
    );
    expect(answer.rejectedLogEventsInfo).toEqual({
      tooOldLogEventEndIndex: 1,
      tooNewLogEventStartIndex: 2,
    });
  });

  it('are forgotten after the retention period', async () => {
    const { client, put, get, pass } = await startLogs();
    const { logGroupName } = names;
    await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
    await put('old');
    await pass(86_500);
    await put('new');
    expect(messagesOf(await get())).toEqual(['new']);
  });
});

describe('groups and streams', () => {
  it('are made by the services that write to them', async () => {
    const { twin, client } = await startLogs();
    twin.peer('logs', DEFAULT_REGION).write({ group: '/g', stream: 's', message: 'x' });
    const { logGroups } = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/g' }),
    );
    expect(logGroups).toMatchObject([{ logGroupName: '/g', logGroupClass: 'STANDARD' }]);
    const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName: '/g' }));
    expect(logStreams).toMatchObject([{ logStreamName: 's' }]);
  });

  it.each([
    [new CreateLogGroupCommand(names), 'The specified log group already exists'],
    [new CreateLogStreamCommand(names), 'The specified log stream already exists'],
    [
      new GetLogEventsCommand({ ...names, logStreamName: 'none' }),
      'The specified log stream does not exist.',
    ],
    [
      new GetLogEventsCommand({ ...names, logGroupName: 'none' }),
      'The specified log group does not exist.',
    ],
    [new GetLogEventsCommand({ ...names, nextToken: 'x' }), 'The specified nextToken is invalid.'],
    [
      new PutLogEventsCommand({
        ...names,
        logEvents: [
          { message: 'a', timestamp: 2 },
          { message: 'b', timestamp: 1 },
        ],
      }),
      'Log events in a single PutLogEvents request must be in chronological order.',
    ],
  ])('refuse what AWS refuses (%#)', async (command, message) => {
    const { client } = await startLogs();
    await expect(client.send(command as never)).rejects.toMatchObject({ message });
  });
});

describe('a filter pattern', () => {
  it.each([
    ['', 'anything', true],
    ['ERROR', 'an ERROR', true],
    ['ERROR', 'an error', false],
    ['ERROR -timeout', 'ERROR timeout', false],
    ['"two words"', 'has two words in it', true],
    ['"two words"', 'two other words', false],
    ['?a1 ?b1', 'only b1', true],
    ['?a1 ?b1', 'none', false],
    ['{ $.level = "error" }', '{"level":"error"}', true],
    ['{ $.level = "err*" }', '{"level":"error"}', true],
    ['{ $.ms > 10 && $.level = "error" }', '{"level":"error","ms":11}', true],
    ['{ $.ms > 10 || $.level = "error" }', '{"level":"info","ms":9}', false],
    ['{ $.a NOT EXISTS }', '{}', true],
    ['{ $.a IS NULL }', '{"a":null}', true],
    ['{ $.a = 1 }', 'no JSON', false],
  ])('%s finds %s: %s', (pattern, message, expected) => {
    expect(compileFilter(pattern)(message)).toBe(expected);
  });

  it.each(['[a, b]', '%regex%'])('%s is refused clearly', (pattern) => {
    expect(() => compileFilter(pattern)).toThrow('is not simulated');
  });
});
