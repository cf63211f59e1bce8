// One queue: its messages, which are visible when, and who has taken them.
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Clock, Scheduled } from '../../kernel/clock.ts';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly sentAt: number;
  readonly senderId: string;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly sequenceNumber: string | undefined;
  readonly traceHeader: string | undefined;
  /** Where it came from, once it lies in a dead-letter queue. */
  deadLetterSourceArn?: string;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  /** The handle of the latest receive: older ones may still delete, but not from a FIFO queue. */
  receiptHandle: string | undefined;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly isFifo: boolean;
  readonly createdAt: number;
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  /** In the order in which they came. */
  messages: Message[];
  /** When each deduplication id was last seen, and what it stood for. */
  readonly recent: Map<string, { at: number; message: Message }>;
  readonly waiters: Set<() => void>;
  modifiedAt: number;
  purgedAt: number | undefined;
}

export const secondsOf = (queue: Queue, attribute: string): number =>
  Number(queue.attributes.get(attribute) ?? 0);

/** Forgets what has passed its retention period. */
export function expire(queue: Queue, now: number): void {
  const oldest = now - secondsOf(queue, 'MessageRetentionPeriod') * 1000;
  const first = queue.messages[0];
  if (first === undefined || first.sentAt > oldest) return;
  queue.messages = queue.messages.filter(({ sentAt }) => sentAt > oldest);
}

/** What a receive may take now. In a FIFO queue a group waits while one of its messages is in flight. */
export function receivable(queue: Queue, now: number): readonly Message[] {
  const blocked = new Set<string>();
  return queue.messages.filter(({ visibleAt, groupId }) => {
    if (queue.isFifo && groupId !== undefined && blocked.has(groupId)) return false;
    if (visibleAt <= now) return true;
    if (queue.isFifo && groupId !== undefined) blocked.add(groupId);
    return false;
  });
}

export function wake(queue: Queue): void {
  const waiting = [...queue.waiters];
  queue.waiters.clear();
  for (const resume of waiting) resume();
}

/** Resolves when something was sent, when a message becomes visible, or at the deadline. */
export function change(clock: Clock, queue: Queue, deadlineMs: number): Promise<void> {
  const now = clock.now();
  const visible = queue.messages
    .map(({ visibleAt }) => visibleAt)
    .filter((visibleAt) => visibleAt > now);
  return new Promise((resolve) => {
    let timer: Scheduled | undefined;
    const resume = () => {
      timer?.cancel();
      queue.waiters.delete(resume);
      resolve();
    };
    queue.waiters.add(resume);
    timer = clock.at(Math.min(deadlineMs, ...visible), resume, 'upkeep');
  });
}
