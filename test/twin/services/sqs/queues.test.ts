import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { sqs } from '../../../../twin/services/sqs/index.ts';
import { DEFAULT_REGION } from '../../../../twin/twin.ts';
import { startTwin } from '../../support/start-twin.ts';

type Attributes = Record<string, string>;

async function startQueue(Attributes: Attributes = {}, QueueName = 'queue') {
  const started = startTwin({ services: [sqs] });
  const client = started.client(SQSClient);
  const create = (name: string, attributes: Attributes) =>
    client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  const { QueueUrl } = await create(QueueName, Attributes);
  const send = (MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  const receive = async (more: Partial<ReceiveMessageCommandInput> = {}) => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }),
    );
    return Messages;
  };
  const bodies = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
    (await receive(more)).map(({ Body }) => Body);
  const remove = (ReceiptHandle: string | undefined) =>
    client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return { ...started, client, create, QueueUrl, send, receive, bodies, remove };
}

describe('a queue', () => {
  it('gives a message to one receiver at a time, until it is deleted', async () => {
    const { send, bodies, receive, remove, pass } = await startQueue({ VisibilityTimeout: '10' });
    await send('hello');
    const [first] = await receive();
    expect(first?.Body).toBe('hello');
    expect(await bodies()).toEqual([]);
    await pass(11);
    const [again] = await receive({ MessageSystemAttributeNames: ['All'] });
    expect(again?.Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
    await remove(again?.ReceiptHandle);
    await pass(11);
    expect(await bodies()).toEqual([]);
  });

  it('holds delayed messages back', async () => {
    const { send, bodies, pass } = await startQueue();
    await send('later', { DelaySeconds: 30 });
    expect(await bodies()).toEqual([]);
    await pass(31);
    expect(await bodies()).toEqual(['later']);
  });

  it('forgets messages after their retention period', async () => {
    const { send, bodies, pass } = await startQueue({ MessageRetentionPeriod: '60' });
    await send('old');
    await pass(61);
    expect(await bodies()).toEqual([]);
  });

  it('answers a long poll as soon as something comes', async () => {
    const { send, bodies, pump, clock } = await startQueue();
    const startMs = clock.now();
    const waiting = bodies({ WaitTimeSeconds: 20 });
    clock.after(5000, () => void send('there'));
    expect(await pump.runUntil(waiting)).toEqual(['there']);
    expect(clock.now() - startMs).toBe(5000);
  });

  it('answers a long poll with nothing once its time is over', async () => {
    const { bodies, pump, clock } = await startQueue();
    const startMs = clock.now();
    expect(await pump.runUntil(bodies({ WaitTimeSeconds: 20 }))).toEqual([]);
    expect(clock.now() - startMs).toBe(20_000);
  });

  it('wakes a long poll when a message becomes visible again', async () => {
    const { send, bodies, pump, clock } = await startQueue({ VisibilityTimeout: '7' });
    await send('once more');
    await bodies();
    const startMs = clock.now();
    expect(await pump.runUntil(bodies({ WaitTimeSeconds: 20 }))).toEqual(['once more']);
    expect(clock.now() - startMs).toBe(7000);
  });

  it('changes the visibility of a message in flight', async () => {
    const { client, QueueUrl, send, receive, bodies } = await startQueue();
    await send('back');
    const [{ ReceiptHandle } = {}] = await receive();
    const change = new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle,
      VisibilityTimeout: 0,
    });
    await client.send(change);
    expect(await bodies()).toEqual(['back']);
  });

  it('moves what is received too often to its dead-letter queue', async () => {
    const { twin, create, send, bodies, pass } = await startQueue({
      VisibilityTimeout: '1',
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead',
        maxReceiveCount: 2,
      }),
    });
    await create('dead', {});
    await send('poison');
    for (const expected of [['poison'], ['poison'], []]) {
      expect(await bodies()).toEqual(expected);
      await pass(2);
    }
    const dead = twin
      .peer('sqs', DEFAULT_REGION)
      .messages('arn:aws:sqs:us-east-1:123456789012:dead');
    expect(dead.map(({ body, receiveCount }) => [body, receiveCount])).toEqual([['poison', 2]]);
  });

  it('gives message attributes that were asked for, with digests that the client checks', async () => {
    const { send, receive } = await startQueue();
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'release' },
      'trace.id': { DataType: 'Number', StringValue: '7' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
    };
    await send('hello', { MessageAttributes });
    const [message] = await receive({ MessageAttributeNames: ['trace.*', 'bytes'] });
    expect(Object.keys(message?.MessageAttributes ?? {}).sort()).toEqual(['bytes', 'trace.id']);
    expect(message?.MD5OfMessageAttributes).toMatch(/^[0-9a-f]{32}$/);
  });

  // As AWS was recorded.
  it('computes the digest of attributes as AWS does', async () => {
    const { send } = await startQueue();
    const sent = await send('msg', {
      MessageAttributes: { Foo: { DataType: 'String', StringValue: 'Bar' } },
    });
    expect(sent.MD5OfMessageAttributes).toBe('ae7155c6026991b6d54b11589678bf9c');
    expect(sent.MD5OfMessageBody).toBe('6e2baaf3b97dbeef01c0043275f9a0e7');
  });

  it('counts what lies in it', async () => {
    const { client, QueueUrl, send, bodies } = await startQueue();
    await send('a');
    await send('b', { DelaySeconds: 60 });
    await bodies();
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      QueueArn: 'arn:aws:sqs:us-east-1:123456789012:queue',
      MaximumMessageSize: '1048576',
    });
  });
});

describe('a batch', () => {
  it('succeeds and fails entry by entry', async () => {
    const { client, QueueUrl } = await startQueue({ MaximumMessageSize: '1024' });
    const answer = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'x' },
          { Id: 'big', MessageBody: 'x'.repeat(1025) },
        ],
      }),
    );
    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(answer.Failed).toMatchObject([{ Id: 'big', SenderFault: true }]);
  });

  it.each([
    ['without entries', [], 'EmptyBatchRequest'],
    ['with two of one id', ['a', 'a'], 'BatchEntryIdsNotDistinct'],
    ['with a strange id', ['a b'], 'InvalidBatchEntryId'],
    [
      'with too many',
      Array.from({ length: 11 }, (_, id) => `${id}`),
      'TooManyEntriesInBatchRequest',
    ],
  ])('%s is refused', async (_, ids, name) => {
    const { client, QueueUrl } = await startQueue();
    const Entries = ids.map((Id) => ({ Id, MessageBody: 'x' }));
    const sent = client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    await expect(sent).rejects.toMatchObject({ name });
  });
});

describe('a FIFO queue', () => {
  const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };

  it('keeps the order within a group, and lets other groups pass', async () => {
    const { send, bodies, receive, remove } = await startQueue(fifo, 'queue.fifo');
    await send('a1', { MessageGroupId: 'a' });
    await send('a2', { MessageGroupId: 'a' });
    await send('b1', { MessageGroupId: 'b' });
    const [first] = await receive({ MaxNumberOfMessages: 1 });
    expect(first?.Body).toBe('a1');
    expect(await bodies()).toEqual(['b1']);
    await remove(first?.ReceiptHandle);
    expect(await bodies()).toEqual(['a2']);
  });

  it('takes a message twice only after five minutes', async () => {
    const { send, bodies, pass } = await startQueue(fifo, 'queue.fifo');
    const first = await send('same', { MessageGroupId: 'a' });
    const second = await send('same', { MessageGroupId: 'b' });
    expect(second.MessageId).toBe(first.MessageId);
    await pass(301);
    await send('same', { MessageGroupId: 'b' });
    expect(await bodies()).toEqual(['same', 'same']);
  });
});

describe('SQS refuses', () => {
  it('a queue that is not there', async () => {
    const { client } = await startQueue();
    const url = client.send(new GetQueueUrlCommand({ QueueName: 'nowhere' }));
    await expect(url).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      message: 'The specified queue does not exist.',
    });
  });

  it('to make a queue again with other attributes', async () => {
    const { client, create } = await startQueue({ DelaySeconds: '1' });
    await create('queue', { DelaySeconds: '1' });
    await expect(create('queue', { DelaySeconds: '2' })).rejects.toMatchObject({
      message:
        'A queue already exists with the same name and a different value for attribute DelaySeconds',
    });
    const { QueueUrls } = await client.send(new ListQueuesCommand({}));
    expect(QueueUrls).toEqual(['https://sqs.us-east-1.amazonaws.com/123456789012/queue']);
  });

  it.each([
    [
      { MaxNumberOfMessages: 11 },
      'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    ],
    [
      { WaitTimeSeconds: 21 },
      'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.',
    ],
  ])('to receive with %j', async (input, message) => {
    const { receive } = await startQueue();
    await expect(receive(input)).rejects.toMatchObject({ message });
  });

  it.each([
    ['', {}, 'The request must contain the parameter MessageBody.'],
    [
      'x',
      { MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
      "Message (user) attribute 'a' must contain a non-empty value of type 'String'.",
    ],
    [
      'x'.repeat(1_048_577),
      {},
      'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    ],
  ])('to send some messages (%#)', async (body, more, message) => {
    const { send } = await startQueue();
    await expect(send(body, more)).rejects.toMatchObject({ message });
  });
});
