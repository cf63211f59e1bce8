// Topics, their subscriptions, and the deliveries that are kept for inspection.
import type { SnsDelivery } from '../../host/peers.ts';
import type { ServiceHost } from '../../host/service.ts';
import { invalid, notFound, reason } from './errors.ts';
import type { FilterPolicy } from './filter-policy.ts';

export interface Topic {
  readonly name: string;
  readonly arn: string;
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly subscriptions: Map<string, Subscription>;
  subscriptionsDeleted: number;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly token: string;
  readonly principal: string;
  readonly attributes: Map<string, string>;
  filter: FilterPolicy | undefined;
  isPending: boolean;
}

export interface Store {
  readonly topics: Map<string, Topic>;
  readonly deliveries: SnsDelivery[];
  /** Throws NotFound; InvalidParameter where the text is no ARN. */
  topic(arn: string | undefined, parameter?: string): Topic;
  subscription(arn: string | undefined): Subscription;
  record(delivery: SnsDelivery): void;
}

const DELIVERIES_MAX = 10_000;

export function createStore(host: ServiceHost): Store {
  const topics = new Map<string, Topic>();
  const deliveries: SnsDelivery[] = [];
  return {
    topics,
    deliveries,
    topic(arn = '', parameter = 'TopicArn') {
      requireArn(arn, parameter);
      if (arn.split(':')[3] !== host.region) throw invalid(parameter);
      const topic = topics.get(arn);
      if (topic === undefined) throw notFound('Topic does not exist');
      return topic;
    },
    subscription(arn = '') {
      requireArn(arn, 'SubscriptionArn');
      const topic = topics.get(arn.split(':').slice(0, -1).join(':'));
      const subscription = topic?.subscriptions.get(arn);
      if (subscription === undefined) throw notFound('Subscription does not exist');
      return subscription;
    },
    record(delivery) {
      deliveries.push(delivery);
      // Dropping in blocks keeps recording cheap.
      if (deliveries.length > 2 * DELIVERIES_MAX) deliveries.splice(0, DELIVERIES_MAX);
    },
  };
}

function requireArn(arn: string, parameter: string): void {
  const count = arn.split(':').length;
  if (count < 6) throw reason(parameter, `An ARN must have at least 6 elements, not ${count}`);
}
