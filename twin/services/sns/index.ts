// SNS: standard topics.
import type * as sdk from '@aws-sdk/client-sns';
import type { SnsPeer } from '../../host/peers.ts';
import { defineService } from '../../host/service.ts';
import { createFanOut } from './fan-out.ts';
import { publishOperations } from './publish.ts';
import { createStore, type Subscription, type Topic } from './store.ts';
import { subscriptionOperations } from './subscriptions.ts';
import { topicOperations } from './topics.ts';

export const sns = defineService<typeof sdk, SnsPeer>({
  id: 'sns',
  load: () => import('@aws-sdk/client-sns'),
  create(host) {
    const store = createStore(host);

    /** The message that asks for confirmation; the token in it is what ConfirmSubscription wants. */
    function ask(topic: Topic, subscription: Subscription): void {
      store.record({
        at: host.clock.now(),
        messageId: host.ids.uuid(),
        topicArn: topic.arn,
        subscriptionArn: subscription.arn,
        protocol: subscription.protocol,
        endpoint: subscription.endpoint,
        subject: 'AWS Notification - Subscription Confirmation',
        message: `You have chosen to subscribe to the topic ${topic.arn}.`,
        attributes: { Type: 'SubscriptionConfirmation', Token: subscription.token },
        status: 'delivered',
      });
    }

    return {
      operations: {
        ...topicOperations(host, store),
        ...subscriptionOperations(host, store, { onPending: ask }),
        ...publishOperations(host, store, createFanOut(host, store)),
      },
      peer: {
        deliveries: () => store.deliveries,
        confirm(subscriptionArn) {
          store.subscription(subscriptionArn).isPending = false;
        },
        policyOf: (topicArn) => store.topics.get(topicArn)?.attributes.get('Policy'),
      },
    };
  },
});
