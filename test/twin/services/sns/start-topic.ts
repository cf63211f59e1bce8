// A topic, a queue that may subscribe to it, and the calls that nearly every test makes.
import {
  CreateTopicCommand,
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { sns } from '../../../../twin/services/sns/index.ts';
import { sqs } from '../../../../twin/services/sqs/index.ts';
import { DEFAULT_REGION } from '../../../../twin/twin.ts';
import { startTwin } from '../../support/start-twin.ts';

export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;

export async function startTopic() {
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

/** The value of a message attribute. */
export const text = (StringValue: string) => ({ DataType: 'String', StringValue });
