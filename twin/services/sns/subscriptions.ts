// Subscriptions: who gets what of a topic, and who must say yes first.
import type * as sdk from '@aws-sdk/client-sns';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import type { ServiceHost } from '../../host/service.ts';
import { InvalidPattern } from '../events/pattern/value-matcher.ts';
import { invalid, reason } from './errors.ts';
import { compileFilterPolicy, type FilterScope } from './filter-policy.ts';
import type { Store, Subscription, Topic } from './store.ts';

const PAGE_SIZE = 100;
/** Services of the same account need not confirm, and neither do phones. */
const CONFIRMED_AT_ONCE: ReadonlySet<string> = new Set(['sqs', 'lambda', 'sms']);
const PROTOCOLS: ReadonlySet<string> = new Set([
  ...CONFIRMED_AT_ONCE,
  ...['http', 'https', 'email', 'email-json'],
]);
const ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['DeliveryPolicy', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery'],
  ...['RedrivePolicy', 'SubscriptionRoleArn'],
]);

interface SubscriptionEvents {
  /** Somebody must be asked whether they want the topic's messages. */
  readonly onPending: (topic: Topic, subscription: Subscription) => void;
}

export function subscriptionOperations(
  host: ServiceHost,
  store: Store,
  events: SubscriptionEvents,
): Operations<typeof sdk> {
  return {
    Subscribe(
      { TopicArn, Protocol = '', Endpoint = '', Attributes = {}, ReturnSubscriptionArn },
      context,
    ) {
      const topic = store.topic(TopicArn);
      validateEndpoint(Protocol, Endpoint);
      const known = [...topic.subscriptions.values()].find(
        (each) => each.protocol === Protocol && each.endpoint === Endpoint,
      );
      if (known !== undefined) requireSame(known, Attributes);
      const subscription =
        known ??
        add(host, topic, {
          protocol: Protocol,
          endpoint: Endpoint,
          attributes: Attributes,
          principal: context.caller.arn,
        });
      if (known === undefined && subscription.isPending) events.onPending(topic, subscription);
      const hidden = subscription.isPending && ReturnSubscriptionArn !== true;
      return { SubscriptionArn: hidden ? 'pending confirmation' : subscription.arn };
    },
    ConfirmSubscription({ TopicArn, Token = '' }) {
      const topic = store.topic(TopicArn);
      const subscription = [...topic.subscriptions.values()].find(({ token }) => token === Token);
      if (subscription === undefined) {
        throw new AwsError('InvalidParameterException', 'Invalid token');
      }
      subscription.isPending = false;
      return { SubscriptionArn: subscription.arn };
    },
    Unsubscribe({ SubscriptionArn = '' }) {
      if (SubscriptionArn.split(':').length < 6) store.subscription(SubscriptionArn);
      const topic = store.topics.get(SubscriptionArn.split(':').slice(0, -1).join(':'));
      if (topic?.subscriptions.delete(SubscriptionArn)) topic.subscriptionsDeleted += 1;
      return {};
    },
    ListSubscriptions({ NextToken }) {
      const all = [...store.topics.values()].flatMap((topic) => [...topic.subscriptions.values()]);
      return listed(host, all, NextToken);
    },
    ListSubscriptionsByTopic({ TopicArn, NextToken }) {
      return listed(host, [...store.topic(TopicArn).subscriptions.values()], NextToken);
    },
    GetSubscriptionAttributes: ({ SubscriptionArn }) => ({
      Attributes: attributesOf(host, store.subscription(SubscriptionArn)),
    }),
    SetSubscriptionAttributes({ SubscriptionArn, AttributeName = '', AttributeValue = '' }) {
      const subscription = store.subscription(SubscriptionArn);
      if (!ATTRIBUTES.has(AttributeName)) throw invalid('AttributeName');
      const attributes = {
        ...Object.fromEntries(subscription.attributes),
        [AttributeName]: AttributeValue,
      };
      const filter = check(attributes, (what) => invalid(what));
      if (AttributeValue === '') subscription.attributes.delete(AttributeName);
      else subscription.attributes.set(AttributeName, AttributeValue);
      subscription.filter = filter;
      return {};
    },
  };
}

function validateEndpoint(protocol: string, endpoint: string): void {
  if (!PROTOCOLS.has(protocol)) {
    throw invalid(`Amazon SNS does not support this protocol string: ${protocol}`);
  }
  if (protocol === 'sqs' && !/^arn:aws:sqs:/.test(endpoint)) throw invalid('SQS endpoint ARN');
  if (protocol === 'lambda' && !/^arn:aws:lambda:/.test(endpoint)) {
    throw invalid('Lambda endpoint ARN');
  }
  if (protocol === 'sqs' && endpoint.endsWith('.fifo')) {
    throw invalid(
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    );
  }
  if (protocol.startsWith('http') && !endpoint.startsWith(`${protocol}://`)) {
    throw invalid('Endpoint must match the specified protocol');
  }
  if (protocol.startsWith('email') && !/^[^@\s]+@[^@\s]+$/.test(endpoint)) {
    throw invalid('Email address');
  }
  if (protocol === 'sms' && !/^\+?\d(-?\d){6,15}$/.test(endpoint)) {
    throw new AwsError('InvalidParameterException', `Invalid SMS endpoint: ${endpoint}`);
  }
}

function add(
  host: ServiceHost,
  topic: Topic,
  options: {
    readonly protocol: string;
    readonly endpoint: string;
    readonly principal: string;
    readonly attributes: Readonly<Record<string, string>>;
  },
): Subscription {
  const { attributes, ...rest } = options;
  const unknown = Object.keys(attributes).find((name) => !ATTRIBUTES.has(name));
  if (unknown !== undefined) throw reason('Attributes', `${unknown}: unknown attribute`);
  const subscription: Subscription = {
    ...rest,
    arn: `${topic.arn}:${host.ids.uuid()}`,
    topicArn: topic.arn,
    token: host.ids.hex(64),
    attributes: new Map(Object.entries(attributes)),
    filter: check(attributes, (what) => reason('Attributes', what)),
    isPending: !CONFIRMED_AT_ONCE.has(options.protocol),
  };
  topic.subscriptions.set(subscription.arn, subscription);
  return subscription;
}

/** Checks attributes together, because a filter policy means nothing without its scope. */
function check(attributes: Readonly<Record<string, string>>, refuse: (what: string) => AwsError) {
  const { RawMessageDelivery, RedrivePolicy, FilterPolicy, FilterPolicyScope } = attributes;
  if (RawMessageDelivery !== undefined && !/^(true|false)$/i.test(RawMessageDelivery)) {
    throw refuse(
      `RawMessageDelivery: Invalid value [${RawMessageDelivery}]. Must be true or false.`,
    );
  }
  if (RedrivePolicy) deadLetterArnOf(RedrivePolicy, refuse);
  const scope = FilterPolicyScope ?? 'MessageAttributes';
  if (!isScope(scope)) {
    throw refuse(
      `FilterPolicyScope: Invalid value [${scope}]. Please use either MessageBody or MessageAttributes`,
    );
  }
  if (!FilterPolicy || FilterPolicy === '{}') return undefined;
  try {
    return compileFilterPolicy(FilterPolicy, scope);
  } catch (error) {
    if (!(error instanceof InvalidPattern)) throw error;
    throw refuse(error.message);
  }
}

const isScope = (text: string): text is FilterScope =>
  text === 'MessageAttributes' || text === 'MessageBody';

export function deadLetterArnOf(
  redrivePolicy: string,
  refuse: (what: string) => AwsError = invalid,
): string {
  let policy: unknown;
  try {
    policy = JSON.parse(redrivePolicy);
  } catch {
    throw refuse('RedrivePolicy: failed to parse JSON.');
  }
  const { deadLetterTargetArn: arn } = { ...(policy as object) } as Record<string, unknown>;
  if (typeof arn !== 'string' || !/^arn:aws:sqs:/.test(arn)) {
    throw refuse('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  }
  return arn;
}

function requireSame(
  subscription: Subscription,
  attributes: Readonly<Record<string, string>>,
): void {
  const differs = Object.entries(attributes).some(
    ([name, value]) => subscription.attributes.get(name) !== value,
  );
  if (differs) throw reason('Attributes', 'Subscription already exists with different attributes');
}

function listed(host: ServiceHost, all: readonly Subscription[], token: string | undefined) {
  const { items, next } = page(all, { limit: PAGE_SIZE, token });
  return {
    Subscriptions: items.map((each) => ({
      SubscriptionArn: each.isPending ? 'PendingConfirmation' : each.arn,
      Owner: host.account,
      Protocol: each.protocol,
      Endpoint: each.endpoint,
      TopicArn: each.topicArn,
    })),
    NextToken: next,
  };
}

function attributesOf(host: ServiceHost, subscription: Subscription): Record<string, string> {
  return {
    RawMessageDelivery: 'false',
    ...(subscription.filter === undefined ? {} : { FilterPolicyScope: subscription.filter.scope }),
    ...Object.fromEntries(subscription.attributes),
    SubscriptionArn: subscription.arn,
    TopicArn: subscription.topicArn,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    Owner: host.account,
    PendingConfirmation: String(subscription.isPending),
    ConfirmationWasAuthenticated: String(!subscription.isPending),
    SubscriptionPrincipal: subscription.principal,
  };
}
