// Sending: what a message must be like, delays, and the deduplication of FIFO queues.

import { createHash } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-sqs';
import type { MessageAttributeValue, SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { AwsError } from '../../host/aws-error.ts';
import type { CallContext } from '../../host/call-context.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { runBatch } from './batch.ts';
import { attributesMd5, md5, messageBytes } from './digest.ts';
import { invalidParameter, invalidValue, missingParameter } from './errors.ts';
import { expire, type Message, type Queue, secondsOf, wake } from './queue.ts';
import type { Store } from './store.ts';

const DEDUPLICATION_MS = 300_000;
const FIRST_SEQUENCE_NUMBER = 18_850_000_000_000_000_000n;
const BATCH_BYTES_MAX = 1_048_576;
const ID_PATTERN = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/;

interface Parcel extends Omit<SendMessageBatchRequestEntry, 'Id'> {
  readonly senderId: string;
}

export function sendOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  let sequence = 0n;

  function add(queue: Queue, parcel: Parcel, deduplicationId: string | undefined): Message {
    sequence += 1n;
    const now = host.clock.now();
    const delaySeconds = parcel.DelaySeconds ?? secondsOf(queue, 'DelaySeconds');
    const message: Message = {
      id: host.ids.uuid(),
      body: parcel.MessageBody ?? '',
      attributes: parcel.MessageAttributes ?? {},
      sentAt: now,
      senderId: parcel.senderId,
      groupId: parcel.MessageGroupId,
      deduplicationId,
      sequenceNumber: queue.isFifo ? String(FIRST_SEQUENCE_NUMBER + sequence) : undefined,
      traceHeader: parcel.MessageSystemAttributes?.AWSTraceHeader?.StringValue,
      visibleAt: now + delaySeconds * 1000,
      receiveCount: 0,
      firstReceivedAt: undefined,
      receiptHandle: undefined,
    };
    queue.messages.push(message);
    store.measure.count(queue, 'NumberOfMessagesSent', 1);
    if (deduplicationId !== undefined) queue.recent.set(deduplicationId, { at: now, message });
    wake(queue);
    return message;
  }

  function send(queue: Queue, parcel: Parcel) {
    validate(queue, parcel);
    const now = host.clock.now();
    expire(queue, now);
    const deduplicationId = deduplicationIdOf(queue, parcel);
    const message = duplicate(queue, deduplicationId, now) ?? add(queue, parcel, deduplicationId);
    return {
      MessageId: message.id,
      MD5OfMessageBody: md5(message.body),
      MD5OfMessageAttributes: attributesMd5(message.attributes),
      SequenceNumber: message.sequenceNumber,
    };
  }

  return {
    SendMessage: ({ QueueUrl, ...parcel }, context) =>
      send(store.byUrl(QueueUrl), { ...parcel, senderId: senderIdOf(context) }),
    SendMessageBatch({ QueueUrl, Entries = [] }, context) {
      const queue = store.byUrl(QueueUrl);
      const bytes = Entries.reduce((sum, each) => sum + sizeOf(each), 0);
      if (bytes > BATCH_BYTES_MAX) {
        throw new AwsError(
          'BatchRequestTooLong',
          `Batch requests cannot be longer than ${BATCH_BYTES_MAX} bytes. You have sent ${bytes} bytes.`,
        );
      }
      const senderId = senderIdOf(context);
      return runBatch(Entries, (entry) => send(queue, { ...entry, senderId }));
    },
  };
}

const senderIdOf = ({ caller }: CallContext): string =>
  caller.kind === 'service' ? caller.arn : caller.account;

const sizeOf = ({
  MessageBody = '',
  MessageAttributes = {},
}: Pick<Parcel, 'MessageBody' | 'MessageAttributes'>): number =>
  messageBytes(MessageBody, MessageAttributes);

function validate(queue: Queue, parcel: Parcel): void {
  if (!parcel.MessageBody) throw missingParameter('MessageBody');
  const limit = secondsOf(queue, 'MaximumMessageSize');
  if (sizeOf(parcel) > limit) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
  validateDelay(queue, parcel.DelaySeconds);
  for (const [name, value] of Object.entries(parcel.MessageAttributes ?? {})) {
    validateAttribute(name, value);
  }
  validateId('MessageGroupId', parcel.MessageGroupId);
  validateId('MessageDeduplicationId', parcel.MessageDeduplicationId);
  if (!queue.isFifo) return;
  if (parcel.MessageGroupId === undefined) throw missingParameter('MessageGroupId');
  if (deduplicationIdOf(queue, parcel) === undefined) {
    throw invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
}

function validateDelay(queue: Queue, delaySeconds: number | undefined): void {
  if (delaySeconds === undefined) return;
  if (queue.isFifo && delaySeconds > 0) {
    throw invalidValue(
      delaySeconds,
      'DelaySeconds',
      'The request include parameter that is not valid for this queue type.',
    );
  }
  if (delaySeconds < 0 || delaySeconds > 900) {
    throw invalidValue(delaySeconds, 'DelaySeconds', 'DelaySeconds must be >= 0 and <= 900.');
  }
}

function validateId(name: string, id: string | undefined): void {
  if (id === undefined || ID_PATTERN.test(id)) return;
  throw invalidValue(
    id,
    name,
    `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function validateAttribute(name: string, value: MessageAttributeValue): void {
  const { DataType = '', StringValue, BinaryValue } = value;
  if (!/^(String|Number|Binary)(\..+)?$/.test(DataType)) {
    throw invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const isEmpty = DataType.startsWith('Binary') ? !BinaryValue?.length : !StringValue;
  if (isEmpty) {
    const [type] = DataType.split('.');
    throw invalidParameter(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`,
    );
  }
}

function deduplicationIdOf(queue: Queue, parcel: Parcel): string | undefined {
  if (!queue.isFifo) return undefined;
  if (parcel.MessageDeduplicationId !== undefined) return parcel.MessageDeduplicationId;
  if (queue.attributes.get('ContentBasedDeduplication') !== 'true') return undefined;
  return createHash('sha256')
    .update(parcel.MessageBody ?? '')
    .digest('hex');
}

/** The message that was sent under the same id within the last five minutes. */
function duplicate(queue: Queue, id: string | undefined, now: number): Message | undefined {
  for (const [known, { at }] of queue.recent) {
    if (now - at < DEDUPLICATION_MS) break;
    queue.recent.delete(known);
  }
  return id === undefined ? undefined : queue.recent.get(id)?.message;
}
