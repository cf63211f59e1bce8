// Receiving: long polls, visibility, dead letters, deletion.
import type * as sdk from '@aws-sdk/client-sqs';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { redrivePolicyOf } from './attributes.ts';
import { runBatch } from './batch.ts';
import { attributesMd5, md5 } from './digest.ts';
import { invalidValue } from './errors.ts';
import { change, expire, type Message, type Queue, receivable, secondsOf, wake } from './queue.ts';
import type { Store } from './store.ts';

const IN_FLIGHT_MAX = 120_000;
const VISIBILITY_SECONDS_MAX = 43_200;

export function receiveOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  const { clock, ids } = host;

  function take(queue: Queue, input: sdk.ReceiveMessageRequest): readonly Message[] {
    const now = clock.now();
    expire(queue, now);
    moveDeadLetters(store, queue, now);
    if (inFlight(queue, now) >= IN_FLIGHT_MAX)
      throw new AwsError('OverLimit', 'Too many messages in flight.');
    const visibility = input.VisibilityTimeout ?? secondsOf(queue, 'VisibilityTimeout');
    const taken = receivable(queue, now).slice(0, input.MaxNumberOfMessages ?? 1);
    for (const message of taken) {
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.visibleAt = now + visibility * 1000;
      message.receiptHandle = `${message.id}.${ids.hex(32)}`;
    }
    return taken;
  }

  function remove(queue: Queue, handle: string): Record<string, never> {
    const message = held(queue, handle);
    if (queue.isFifo && message !== undefined && message.visibleAt <= clock.now()) {
      throw invalidValue(handle, 'ReceiptHandle', 'The receipt handle has expired.');
    }
    queue.messages = queue.messages.filter((each) => each !== message);
    store.measure.count(queue, 'NumberOfMessagesDeleted', 1);
    if (queue.isFifo) wake(queue);
    return {};
  }

  function setVisibility(queue: Queue, handle: string, seconds: number): Record<string, never> {
    if (seconds < 0 || seconds > VISIBILITY_SECONDS_MAX) {
      throw invalidValue(seconds, 'VisibilityTimeout', 'Must be between 0 and 43200.');
    }
    const now = clock.now();
    const message = held(queue, handle);
    if (message === undefined || message.visibleAt <= now) {
      throw new AwsError(
        'MessageNotInflight',
        `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    message.visibleAt = now + seconds * 1000;
    wake(queue);
    return {};
  }

  return {
    async ReceiveMessage(input) {
      const queue = store.byUrl(input.QueueUrl);
      validate(input);
      const waitSeconds =
        input.WaitTimeSeconds ?? secondsOf(queue, 'ReceiveMessageWaitTimeSeconds');
      const deadline = clock.now() + waitSeconds * 1000;
      let taken = take(queue, input);
      while (taken.length === 0 && clock.now() < deadline) {
        await change(clock, queue, deadline);
        store.measure.touch(queue);
        taken = take(queue, input);
      }
      const received = taken.length === 0 ? 'NumberOfEmptyReceives' : 'NumberOfMessagesReceived';
      store.measure.count(queue, received, Math.max(1, taken.length));
      const messages = taken.map((message) => describe(message, input));
      return messages.length === 0 ? {} : { Messages: messages };
    },
    DeleteMessage: ({ QueueUrl, ReceiptHandle = '' }) =>
      remove(store.byUrl(QueueUrl), requireHandle(ReceiptHandle)),
    DeleteMessageBatch({ QueueUrl, Entries = [] }) {
      const queue = store.byUrl(QueueUrl);
      return runBatch(Entries, ({ ReceiptHandle = '' }) =>
        remove(queue, requireHandle(ReceiptHandle)),
      );
    },
    ChangeMessageVisibility: ({ QueueUrl, ReceiptHandle = '', VisibilityTimeout = 0 }) =>
      setVisibility(store.byUrl(QueueUrl), requireHandle(ReceiptHandle), VisibilityTimeout),
    ChangeMessageVisibilityBatch({ QueueUrl, Entries = [] }) {
      const queue = store.byUrl(QueueUrl);
      return runBatch(Entries, ({ ReceiptHandle = '', VisibilityTimeout = 0 }) =>
        setVisibility(queue, requireHandle(ReceiptHandle), VisibilityTimeout),
      );
    },
  };
}

function validate({
  MaxNumberOfMessages = 1,
  WaitTimeSeconds = 0,
}: sdk.ReceiveMessageRequest): void {
  if (MaxNumberOfMessages < 1 || MaxNumberOfMessages > 10) {
    throw invalidValue(
      MaxNumberOfMessages,
      'MaxNumberOfMessages',
      'Must be between 1 and 10, if provided.',
    );
  }
  if (WaitTimeSeconds < 0 || WaitTimeSeconds > 20) {
    throw invalidValue(WaitTimeSeconds, 'WaitTimeSeconds', 'Must be >= 0 and <= 20, if provided.');
  }
}

/** Handles begin with the id of their message, so that an old one still names it. */
const held = (queue: Queue, handle: string): Message | undefined =>
  queue.messages.find(({ id }) => handle.startsWith(`${id}.`));

function requireHandle(handle: string): string {
  if (/^[0-9a-f-]{36}\.[0-9a-f]{32}$/.test(handle)) return handle;
  throw new AwsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}

const inFlight = (queue: Queue, now: number): number =>
  queue.messages.filter(({ visibleAt, receiveCount }) => visibleAt > now && receiveCount > 0)
    .length;

/** What was received as often as the redrive policy allows goes to the dead-letter queue instead. */
function moveDeadLetters(store: Store, queue: Queue, now: number): void {
  const policy = redrivePolicyOf(queue);
  const target = policy && store.byArn(policy.deadLetterTargetArn);
  if (policy === undefined || target === undefined) return;
  const dead = queue.messages.filter(
    ({ visibleAt, receiveCount }) => visibleAt <= now && receiveCount >= policy.maxReceiveCount,
  );
  if (dead.length === 0) return;
  queue.messages = queue.messages.filter((message) => !dead.includes(message));
  for (const message of dead) {
    message.deadLetterSourceArn = queue.arn;
    message.receiptHandle = undefined;
  }
  store.measure.touch(target);
  target.messages.push(...dead);
  wake(target);
}

function describe(message: Message, input: sdk.ReceiveMessageRequest): sdk.Message {
  const wanted = input.MessageAttributeNames ?? [];
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => isWanted(name, wanted)),
  );
  const systemNames = [
    ...(input.MessageSystemAttributeNames ?? []),
    ...(input.AttributeNames ?? []),
  ].map(String);
  const system = Object.fromEntries(
    Object.entries(systemAttributes(message)).flatMap(([name, value]) =>
      value !== undefined && (systemNames.includes('All') || systemNames.includes(name))
        ? [[name, value]]
        : [],
    ),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(system).length > 0 ? { Attributes: system } : {}),
    ...(Object.keys(attributes).length > 0
      ? { MessageAttributes: attributes, MD5OfMessageAttributes: attributesMd5(attributes) }
      : {}),
  };
}

const isWanted = (name: string, wanted: readonly string[]): boolean =>
  wanted.some(
    (each) =>
      each === 'All' ||
      each === name ||
      (each.endsWith('.*') && name.startsWith(each.slice(0, -'.*'.length))),
  );

const systemAttributes = (message: Message): Readonly<Record<string, string | undefined>> => ({
  SenderId: message.senderId,
  SentTimestamp: String(message.sentAt),
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp:
    message.firstReceivedAt === undefined ? undefined : String(message.firstReceivedAt),
  SequenceNumber: message.sequenceNumber,
  MessageDeduplicationId: message.deduplicationId,
  MessageGroupId: message.groupId,
  AWSTraceHeader: message.traceHeader,
  DeadLetterQueueSourceArn: message.deadLetterSourceArn,
});
