// SQS: standard and FIFO queues.
import type * as sdk from '@aws-sdk/client-sqs';
import type { QueuedMessage, SqsPeer } from '../../host/peers.ts';
import { defineService } from '../../host/service.ts';
import { expire, type Message } from './queue.ts';
import { queueOperations } from './queues.ts';
import { receiveOperations } from './receive.ts';
import { sendOperations } from './send.ts';
import { createStore } from './store.ts';

export const sqs = defineService<typeof sdk, SqsPeer>({
  id: 'sqs',
  load: () => import('@aws-sdk/client-sqs'),
  create(host) {
    const store = createStore(host);
    return {
      operations: {
        ...queueOperations(host, store),
        ...sendOperations(host, store),
        ...receiveOperations(host, store),
      },
      peer: {
        messages(queueArn) {
          const queue = store.byArn(queueArn);
          if (queue === undefined) return [];
          const now = host.clock.now();
          expire(queue, now);
          return queue.messages.map((message) => describe(message, now));
        },
        policyOf: (queueArn) => store.byArn(queueArn)?.attributes.get('Policy'),
      },
    };
  },
});

const describe = (message: Message, now: number): QueuedMessage => ({
  messageId: message.id,
  body: message.body,
  attributes: Object.fromEntries(
    Object.entries(message.attributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
  ),
  sentAt: message.sentAt,
  receiveCount: message.receiveCount,
  visible: message.visibleAt <= now,
});
