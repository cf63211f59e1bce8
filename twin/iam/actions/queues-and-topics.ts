// SNS and SQS: topics and queues; batches need the same right as single messages.
import type * as Sns from '@aws-sdk/client-sns';
import type * as Sqs from '@aws-sdk/client-sqs';
import { defineActions, each, type Scope } from './table.ts';

const byTopic = ({ TopicArn }: { TopicArn?: string | undefined }) => ({ on: [TopicArn ?? '*'] });

const topicOf = (subscriptionArn: string | undefined): string =>
  subscriptionArn?.split(':').slice(0, 6).join(':') ?? '*';

const bySubscription = ({ SubscriptionArn }: { SubscriptionArn?: string | undefined }) => ({
  on: [topicOf(SubscriptionArn)],
});

export const snsActions = defineActions<typeof Sns>()('sns', {
  ...each(
    [
      'Subscribe',
      'DeleteTopic',
      'GetTopicAttributes',
      'SetTopicAttributes',
      'ListSubscriptionsByTopic',
      'AddPermission',
      'RemovePermission',
    ],
    byTopic,
  ),
  ...each(
    ['Unsubscribe', 'GetSubscriptionAttributes', 'SetSubscriptionAttributes'],
    bySubscription,
  ),
  CreateTopic: ({ Name }, at) => ({ on: [at.arn('sns', Name ?? '')] }),
  Publish: ({ TopicArn, TargetArn }) => ({ on: [TopicArn ?? TargetArn ?? '*'] }),
  PublishBatch: ({ TopicArn }) => ({ action: 'sns:Publish', on: [TopicArn ?? '*'] }),
});

function queueArn(queueUrl: string | undefined, at: Scope): string {
  return at.arn('sqs', queueUrl?.split('/').at(-1) ?? '');
}

const byQueue =
  (action?: string) =>
  ({ QueueUrl }: { QueueUrl?: string | undefined }, at: Scope) => ({
    ...(action === undefined ? {} : { action }),
    on: [queueArn(QueueUrl, at)],
  });

export const sqsActions = defineActions<typeof Sqs>()('sqs', {
  ...each(
    [
      'SendMessage',
      'ReceiveMessage',
      'DeleteMessage',
      'ChangeMessageVisibility',
      'GetQueueAttributes',
      'SetQueueAttributes',
      'PurgeQueue',
      'DeleteQueue',
    ],
    byQueue(),
  ),
  SendMessageBatch: byQueue('sqs:SendMessage'),
  DeleteMessageBatch: byQueue('sqs:DeleteMessage'),
  ChangeMessageVisibilityBatch: byQueue('sqs:ChangeMessageVisibility'),
  ...each(
    ['CreateQueue', 'GetQueueUrl'],
    ({ QueueName }: { QueueName?: string | undefined }, at) => ({
      on: [at.arn('sqs', QueueName ?? '')],
    }),
  ),
});
