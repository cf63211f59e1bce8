import { describe, expect, it } from 'vitest';
import { queueArn, startTopic, text } from './start-topic.ts';

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
