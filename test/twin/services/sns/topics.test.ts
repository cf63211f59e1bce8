import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { sns } from '../../../../twin/services/sns/index.ts';
import { sqs } from '../../../../twin/services/sqs/index.ts';
import { DEFAULT_REGION } from '../../../../twin/twin.ts';
import { startTwin } from '../../support/start-twin.ts';

const queueArn = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;

async function startTopic() {
  const started = startTwin({ services: [sns, sqs] });
  const client = started.client(SNSClient);
  const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'releases' }));
  await started.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'inbox' }));
  const subscribe = (Attributes: Record<string, string> = {}, endpoint = queueArn('inbox')) =>
    client.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: endpoint.startsWith('arn') ? 'sqs' : 'email',
        Endpoint: endpoint,
        Attributes,
      }),
    );
  const publish = (input: Partial<PublishCommandInput> = {}) =>
    client.send(new PublishCommand({ TopicArn, Message: 'hello', ...input }));
  const peer = () => started.twin.peer('sns', DEFAULT_REGION);
  const queued = (name = 'inbox') =>
    started.twin.peer('sqs', DEFAULT_REGION).messages(queueArn(name));
  return { ...started, client, TopicArn, subscribe, publish, peer, queued };
}

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

describe('a message', () => {
  it('reaches a queue as a notification', async () => {
    const { subscribe, publish, pass, queued, TopicArn } = await startTopic();
    await subscribe();
    const { MessageId } = await publish({
      Subject: 'News',
      MessageAttributes: { kind: text('x') },
    });
    await pass(10);
    expect(queued().map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        Type: 'Notification',
        MessageId,
        TopicArn,
        Subject: 'News',
        Message: 'hello',
        MessageAttributes: { kind: { Type: 'String', Value: 'x' } },
      },
    ]);
  });

  it('reaches a queue as it is, where the subscription asks for it', async () => {
    const { subscribe, publish, pass, queued } = await startTopic();
    await subscribe({ RawMessageDelivery: 'true' });
    await publish({ MessageAttributes: { kind: text('x') } });
    await pass(10);
    expect(queued()).toMatchObject([{ body: 'hello', attributes: { kind: 'x' } }]);
  });

  it('differs by protocol where it is published as JSON', async () => {
    const { subscribe, publish, pass, queued } = await startTopic();
    await subscribe({ RawMessageDelivery: 'true' });
    const Message = JSON.stringify({ default: 'for all', sqs: 'for queues' });
    await publish({ Message, MessageStructure: 'json' });
    await pass(10);
    expect(queued()[0]?.body).toBe('for queues');
  });

  it('is kept as a delivery', async () => {
    const { subscribe, publish, pass, peer } = await startTopic();
    await subscribe();
    const { MessageId } = await publish({ Subject: 'News' });
    await pass(10);
    expect(peer().deliveries()).toMatchObject([
      {
        messageId: MessageId,
        protocol: 'sqs',
        subject: 'News',
        message: 'hello',
        status: 'delivered',
      },
    ]);
  });

  it('goes to the dead-letter queue where the endpoint is gone', async () => {
    const { subscribe, publish, pass, peer, queued } = await startTopic();
    await subscribe(
      {
        RawMessageDelivery: 'true',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('inbox') }),
      },
      queueArn('gone'),
    );
    await publish();
    await pass(10);
    expect(queued().map(({ body }) => body)).toEqual(['hello']);
    expect(peer().deliveries()).toMatchObject([{ status: 'failed' }]);
  });

  it('is sent again while the endpoint throttles', async () => {
    const { twin, subscribe, publish, pass, queued } = await startTopic();
    await subscribe();
    twin.faults.add({ hook: 'call', fault: 'throttle', service: 'sqs', times: 6 });
    await publish();
    await pass(60);
    expect(queued()).toHaveLength(1);
  });
});

describe('a filter policy', () => {
  const paid = { state: text('paid') };
  const amount = { amount: { DataType: 'Number', StringValue: '100' } };
  const list = { tags: { DataType: 'String.Array', StringValue: '["a","b"]' } };

  it.each([
    ['MessageAttributes', { state: ['paid'] }, { MessageAttributes: paid }, true],
    ['MessageAttributes', { state: ['open'] }, { MessageAttributes: paid }, false],
    ['MessageAttributes', { state: [{ exists: false }] }, {}, true],
    [
      'MessageAttributes',
      { amount: [{ numeric: ['>', 99] }] },
      { MessageAttributes: amount },
      true,
    ],
    ['MessageAttributes', { tags: ['b'] }, { MessageAttributes: list }, true],
    ['MessageAttributes', { tags: [{ 'anything-but': ['a'] }] }, { MessageAttributes: list }, true],
    [
      'MessageBody',
      { order: { state: ['paid'] } },
      { Message: '{"order":{"state":"paid"}}' },
      true,
    ],
    ['MessageBody', { order: { state: ['paid'] } }, { Message: 'no JSON' }, false],
  ])('over %s: %j lets %j through: %s', async (FilterPolicyScope, policy, input, expected) => {
    const { subscribe, publish, pass, queued } = await startTopic();
    await subscribe({ FilterPolicyScope, FilterPolicy: JSON.stringify(policy) });
    await publish(input);
    await pass(10);
    expect(queued()).toHaveLength(expected ? 1 : 0);
  });

  it.each([
    [
      { a: { b: ['c'] } },
      'Filter policy scope MessageAttributes does not support nested filter policy',
    ],
    [{ a: [] }, 'FilterPolicy: Empty arrays are not allowed'],
    [{ a: [{ suffix: 100 }] }, 'FilterPolicy: suffix match pattern must be a string'],
    [
      Object.fromEntries([...'abcdef'].map((key) => [key, ['x']])),
      'FilterPolicy: Filter policy can not have more than 5 keys',
    ],
    [
      Object.fromEntries([...'abc'].map((key) => [key, ['1', '2', '3', '4', '5', '6']])),
      'FilterPolicy: Filter policy is too complex',
    ],
  ])('is refused: %j', async (policy, reason) => {
    const { subscribe } = await startTopic();
    await expect(subscribe({ FilterPolicy: JSON.stringify(policy) })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Invalid parameter: Attributes Reason: ${reason}`,
    });
  });
});

describe('a subscription by e-mail', () => {
  it('gets nothing before it is confirmed with the token that it was sent', async () => {
    const { client, subscribe, publish, pass, peer, TopicArn } = await startTopic();
    const { SubscriptionArn } = await subscribe({}, 'on-call@example.com');
    expect(SubscriptionArn).toBe('pending confirmation');
    await publish();
    await pass(10);
    const [asked, ...others] = peer().deliveries();
    expect(others).toEqual([]);
    const Token = asked?.attributes['Token'] ?? '';
    await client.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    await publish({ Message: 'second' });
    await pass(10);
    expect(peer().deliveries().at(-1)).toMatchObject({ protocol: 'email', message: 'second' });
  });
});

describe('subscriptions', () => {
  it('can be listed, changed and ended', async () => {
    const { client, subscribe, TopicArn } = await startTopic();
    const { SubscriptionArn } = await subscribe();
    expect(await subscribe()).toMatchObject({ SubscriptionArn });
    await client.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: 'FilterPolicy',
        AttributeValue: '{"a":["b"]}',
      }),
    );
    const { Attributes } = await client.send(
      new GetSubscriptionAttributesCommand({ SubscriptionArn }),
    );
    expect(Attributes).toMatchObject({
      FilterPolicy: '{"a":["b"]}',
      FilterPolicyScope: 'MessageAttributes',
      PendingConfirmation: 'false',
      RawMessageDelivery: 'false',
    });
    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    const listed = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(listed.Subscriptions).toEqual([]);
  });
});

describe('SNS refuses', () => {
  it.each<[Partial<PublishCommandInput>, string, string]>([
    [{ Message: '' }, 'InvalidParameterException', 'Invalid parameter: Empty message'],
    [{ Subject: '' }, 'InvalidParameterException', 'Invalid parameter: Subject'],
    [{ Subject: 'two\nlines' }, 'InvalidParameterException', 'Invalid parameter: Subject'],
    [{ Subject: 'x'.repeat(101) }, 'InvalidParameterException', 'Invalid parameter: Subject'],
    [{ Subject: 'schön' }, 'InvalidParameterException', 'Invalid parameter: Subject'],
    [
      { Message: 'x'.repeat(262_145) },
      'InvalidParameterException',
      'Invalid parameter: Message too long',
    ],
    [
      { Message: '{"email":"x"}', MessageStructure: 'json' },
      'InvalidParameterException',
      'Invalid parameter: Message Structure - No default entry in JSON message body',
    ],
    [
      { TopicArn: 'arn:aws:sns:us-east-1:123456789012:none' },
      'NotFoundException',
      'Topic does not exist',
    ],
    [
      { TopicArn: 'wrong:arn' },
      'InvalidParameterException',
      'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 2',
    ],
    [
      { MessageAttributes: { 'a^': text('x') } },
      'InvalidParameterValueException',
      "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.",
    ],
  ])('to publish some messages (%#)', async (input, name, message) => {
    const { publish } = await startTopic();
    await expect(publish(input)).rejects.toMatchObject({ name, message });
  });

  it('FIFO topics, and says so', async () => {
    const { client } = await startTopic();
    const create = new CreateTopicCommand({ Name: 'a.fifo', Attributes: { FifoTopic: 'true' } });
    await expect(client.send(create)).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  it('a topic that exists with other attributes', async () => {
    const { client } = await startTopic();
    const create = new CreateTopicCommand({ Name: 'releases', Attributes: { DisplayName: 'x' } });
    await expect(client.send(create)).rejects.toMatchObject({
      message:
        'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    });
  });
});

describe('a topic', () => {
  it('describes itself', async () => {
    const { client, TopicArn, subscribe } = await startTopic();
    await subscribe();
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({
      TopicArn,
      Owner: '123456789012',
      SubscriptionsConfirmed: '1',
      SubscriptionsPending: '0',
    });
    expect(JSON.parse(Attributes?.['Policy'] ?? '')).toMatchObject({
      Statement: [{ Sid: '__default_statement_ID' }],
    });
  });

  it('takes a batch entry by entry', async () => {
    const { client, TopicArn } = await startTopic();
    const answer = await client.send(
      new PublishBatchCommand({
        TopicArn,
        PublishBatchRequestEntries: [
          { Id: 'a', Message: 'x' },
          { Id: 'b', Message: '' },
        ],
      }),
    );
    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['a']);
    expect(answer.Failed).toMatchObject([{ Id: 'b', Code: 'InvalidParameter' }]);
  });
});
