// From a topic to its subscribers: filters, formats, retries and dead letters. Every delivery is kept.
import { serviceCaller } from '../../host/caller.ts';
import type { ServiceHost } from '../../host/service.ts';
import { deliver } from '../events/delivery/deliver.ts';
import { queueUrlOf } from '../sqs/queue-url.ts';
import { wants } from './filter-policy.ts';
import { isRaw, lambdaRecord, notification, plainAttributes } from './format.ts';
import type { Message } from './message.ts';
import type { Store, Subscription, Topic } from './store.ts';
import { deadLetterArnOf } from './subscriptions.ts';

export type FanOut = (topic: Topic, message: Message) => void;

/** Published nowhere; measured: some tens of milliseconds. */
const DELIVERY_DELAY_MS = { median: 30, p99: 300 };

/** Endpoints of AWS services: three tries at once, two a second apart, ten that slow down, then every 20 s for 23 days. */
const LIMITS = { maximumAttempts: 100_015, maximumAgeMs: 23 * 86_400_000 };
const SLOW_MS = 20_000;

export function createFanOut(host: ServiceHost, store: Store): FanOut {
  const delays = host.random.fork('delivery delay');

  async function send(subscription: Subscription, message: Message): Promise<void> {
    const undelivered = await deliver({
      clock: host.clock,
      limits: LIMITS,
      backoffMs,
      attempt: () => callEndpoint(host, subscription, message),
    });
    record(subscription, message, undelivered === undefined ? 'delivered' : 'failed');
    if (undelivered === undefined) return;
    host.trace.add('undelivered', {
      id: message.id,
      subscription: subscription.arn,
      code: undelivered.code,
    });
    await bury(host, subscription, message);
  }

  function record(
    { arn, protocol, endpoint }: Subscription,
    message: Message,
    status: 'delivered' | 'failed',
  ): void {
    store.record({
      at: host.clock.now(),
      messageId: message.id,
      topicArn: message.topicArn,
      subscriptionArn: arn,
      protocol,
      endpoint,
      subject: message.subject,
      message: message.textFor(protocol),
      attributes: plainAttributes(message.attributes),
      status,
    });
  }

  return (topic, message) => {
    for (const subscription of topic.subscriptions.values()) {
      if (subscription.isPending || !isWanted(subscription, message)) continue;
      const delayMs = Math.round(delays.logNormal(DELIVERY_DELAY_MS.median, DELIVERY_DELAY_MS.p99));
      host.clock.after(delayMs, () => void send(subscription, message));
    }
  };
}

function isWanted({ filter, protocol }: Subscription, message: Message): boolean {
  const { attributes } = message;
  return filter === undefined || wants(filter, { body: message.textFor(protocol), attributes });
}

function backoffMs(retryAttempts: number): number {
  if (retryAttempts < 3) return 0;
  if (retryAttempts < 5) return 1000;
  return retryAttempts < 15 ? Math.min(SLOW_MS, 1000 * 2 ** ((retryAttempts - 5) / 2)) : SLOW_MS;
}

/** People and web servers outside the twin take everything that is sent to them. */
async function callEndpoint(
  host: ServiceHost,
  subscription: Subscription,
  message: Message,
): Promise<void> {
  const { protocol, endpoint } = subscription;
  if (protocol === 'sqs') await sendToQueue(host, endpoint, subscription, message);
  if (protocol === 'lambda') {
    const record = lambdaRecord(host, subscription, message);
    await host.call({
      service: 'lambda',
      operation: 'Invoke',
      input: {
        FunctionName: endpoint,
        InvocationType: 'Event',
        Payload: new TextEncoder().encode(JSON.stringify({ Records: [record] })),
      },
      caller: callerFor(host, message),
      region: regionOf(endpoint),
    });
  }
}

async function sendToQueue(
  host: ServiceHost,
  queueArn: string,
  subscription: Subscription,
  message: Message,
): Promise<void> {
  const raw = isRaw(subscription);
  await host.call({
    service: 'sqs',
    operation: 'SendMessage',
    input: {
      QueueUrl: queueUrlOf(queueArn),
      MessageBody: raw
        ? message.textFor(subscription.protocol)
        : JSON.stringify(notification(host, subscription, message)),
      ...(raw ? { MessageAttributes: message.attributes } : {}),
    },
    caller: callerFor(host, message),
    region: regionOf(queueArn),
  });
}

async function bury(
  host: ServiceHost,
  subscription: Subscription,
  message: Message,
): Promise<void> {
  const redrivePolicy = subscription.attributes.get('RedrivePolicy');
  if (redrivePolicy === undefined) return;
  try {
    await sendToQueue(host, deadLetterArnOf(redrivePolicy), subscription, message);
  } catch {
    // A message that cannot even be buried is dropped, as on AWS.
    host.trace.add('undelivered', { id: message.id, subscription: subscription.arn, code: 'DLQ' });
  }
}

const callerFor = (host: ServiceHost, { topicArn }: Message) =>
  serviceCaller(host.account, 'sns.amazonaws.com', topicArn);

const regionOf = (arn: string): string => arn.split(':')[3] ?? '';
