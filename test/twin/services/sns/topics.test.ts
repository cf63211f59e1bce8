import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  PublishBatchCommand,
  type PublishCommandInput,
} from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { startTopic, text } from './start-topic.ts';

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
