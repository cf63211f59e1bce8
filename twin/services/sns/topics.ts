// Topics as resources.
import type * as sdk from '@aws-sdk/client-sns';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import type { ServiceHost } from '../../host/service.ts';
import { invalid, reason } from './errors.ts';
import type { Store, Topic } from './store.ts';

const PAGE_SIZE = 100;
const SETTABLE =
  /^(DisplayName|Policy|DeliveryPolicy|KmsMasterKeyId|SignatureVersion|TracingConfig|DataProtectionPolicy|\w+(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn))$/;

const EFFECTIVE_DELIVERY_POLICY = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
});

export function topicOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  function tagsOf(arn = ''): Map<string, string> {
    const topic = store.topics.get(arn);
    if (topic === undefined) {
      throw new AwsError('ResourceNotFoundException', 'Resource does not exist');
    }
    return topic.tags;
  }
  return {
    CreateTopic({ Name = '', Attributes = {}, Tags = [] }) {
      if (Name.endsWith('.fifo') || Attributes['FifoTopic'] === 'true') {
        throw new AwsError('NotImplemented', 'sns: FIFO topics are not simulated', { status: 501 });
      }
      if (!/^[A-Za-z0-9_-]{1,256}$/.test(Name)) throw invalid('Topic Name');
      const arn = host.arn('sns', Name);
      const tags = new Map(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
      if (tags.size < Tags.length) throw invalid('Duplicated keys are not allowed.');
      const known = store.topics.get(arn);
      if (known !== undefined) requireSame(known, Attributes, tags);
      else store.topics.set(arn, newTopic(host, { name: Name, arn, attributes: Attributes, tags }));
      return { TopicArn: arn };
    },
    DeleteTopic({ TopicArn = '' }) {
      // Deleting a topic that is not there succeeds.
      store.topics.delete(TopicArn);
      return {};
    },
    ListTopics({ NextToken }) {
      const topics = [...store.topics.keys()].map((TopicArn) => ({ TopicArn }));
      const { items, next } = page(topics, { limit: PAGE_SIZE, token: NextToken });
      return { Topics: items, NextToken: next };
    },
    GetTopicAttributes: ({ TopicArn }) => ({
      Attributes: attributesOf(host, store.topic(TopicArn)),
    }),
    SetTopicAttributes({ TopicArn, AttributeName = '', AttributeValue = '' }) {
      const topic = store.topic(TopicArn);
      if (!SETTABLE.test(AttributeName)) throw invalid('AttributeName');
      topic.attributes.set(AttributeName, AttributeValue);
      return {};
    },
    TagResource({ ResourceArn, Tags = [] }) {
      const tags = tagsOf(ResourceArn);
      for (const { Key = '', Value = '' } of Tags) tags.set(Key, Value);
      return {};
    },
    UntagResource({ ResourceArn, TagKeys = [] }) {
      const tags = tagsOf(ResourceArn);
      for (const key of TagKeys) tags.delete(key);
      return {};
    },
    ListTagsForResource: ({ ResourceArn }) => ({
      Tags: [...tagsOf(ResourceArn)].map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}

/** Creating a topic again is fine as long as nothing is asked of it that it is not. */
function requireSame(
  topic: Topic,
  attributes: Readonly<Record<string, string>>,
  tags: ReadonlyMap<string, string>,
): void {
  const differs = ([name, value]: [string, string]) => topic.attributes.get(name) !== value;
  if (Object.entries(attributes).some(differs)) {
    throw reason('Attributes', 'Topic already exists with different attributes');
  }
  if ([...tags].some(([key, value]) => topic.tags.get(key) !== value)) {
    throw reason('Tags', 'Topic already exists with different tags');
  }
}

function newTopic(
  host: ServiceHost,
  options: {
    readonly name: string;
    readonly arn: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly tags: Map<string, string>;
  },
): Topic {
  const { name, arn, tags, attributes } = options;
  return {
    name,
    arn,
    tags,
    attributes: new Map(
      Object.entries({ DisplayName: '', Policy: defaultPolicy(host, arn), ...attributes }),
    ),
    subscriptions: new Map(),
    subscriptionsDeleted: 0,
  };
}

function attributesOf(host: ServiceHost, topic: Topic): Record<string, string> {
  const subscriptions = [...topic.subscriptions.values()];
  const pending = subscriptions.filter(({ isPending }) => isPending).length;
  return {
    ...Object.fromEntries(topic.attributes),
    TopicArn: topic.arn,
    Owner: host.account,
    EffectiveDeliveryPolicy: EFFECTIVE_DELIVERY_POLICY,
    SubscriptionsConfirmed: String(subscriptions.length - pending),
    SubscriptionsPending: String(pending),
    SubscriptionsDeleted: String(topic.subscriptionsDeleted),
  };
}

const OWNER_ACTIONS = [
  'SNS:GetTopicAttributes',
  'SNS:SetTopicAttributes',
  'SNS:AddPermission',
  'SNS:RemovePermission',
  'SNS:DeleteTopic',
  'SNS:Subscribe',
  'SNS:ListSubscriptionsByTopic',
  'SNS:Publish',
];

const defaultPolicy = (host: ServiceHost, arn: string): string =>
  JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: OWNER_ACTIONS,
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': host.account } },
      },
    ],
  });
