// Queue attributes: which there are, their defaults and their bounds.
import { AwsError } from '../../host/aws-error.ts';
import { expire, type Queue } from './queue.ts';

type Attributes = Readonly<Record<string, string>>;

export const DEFAULTS: Attributes = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
};

const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
};
const FREE = [
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'SqsManagedSseEnabled',
];
const FIFO = [
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
];
const SETTABLE = new Set([...Object.keys(BOUNDS), ...FREE, ...FIFO]);

export function validateAttributes(attributes: Attributes, isFifo: boolean): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!SETTABLE.has(name) || (FIFO.includes(name) && !isFifo)) throw unknownAttribute(name);
    const [least, most] = BOUNDS[name] ?? [];
    const fits = least === undefined || most === undefined || isWithin(value, least, most);
    if (!fits || (name === 'RedrivePolicy' && value !== '' && !isRedrivePolicy(value))) {
      throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
    }
  }
}

/** An empty value takes an attribute away. */
export function applyAttributes(queue: Queue, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === '') queue.attributes.delete(name);
    else queue.attributes.set(name, value);
  }
}

/** The attributes that a caller asked for, by name or with `All`. */
export function readAttributes(queue: Queue, names: readonly string[], now: number) {
  expire(queue, now);
  const all = { ...Object.fromEntries(queue.attributes), ...computed(queue, now) };
  const unknown = names.find((name) => name !== 'All' && !KNOWN.has(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name)),
  );
}

const COMPUTED = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
];
const KNOWN = new Set([...SETTABLE, ...COMPUTED]);

function computed(queue: Queue, now: number): Attributes {
  const later = queue.messages.filter(({ visibleAt }) => visibleAt > now);
  const inFlight = later.filter(({ receiveCount }) => receiveCount > 0).length;
  const seconds = (timeMs: number) => String(Math.floor(timeMs / 1000));
  return {
    ApproximateNumberOfMessages: String(queue.messages.length - later.length),
    ApproximateNumberOfMessagesDelayed: String(later.length - inFlight),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    CreatedTimestamp: seconds(queue.createdAt),
    LastModifiedTimestamp: seconds(queue.modifiedAt),
    QueueArn: queue.arn,
  };
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

export function redrivePolicyOf(queue: Queue): RedrivePolicy | undefined {
  const text = queue.attributes.get('RedrivePolicy');
  if (text === undefined) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Record<string, unknown>;
  return {
    deadLetterTargetArn: String(deadLetterTargetArn),
    maxReceiveCount: Number(maxReceiveCount),
  };
}

function isRedrivePolicy(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy !== 'object' || policy === null) return false;
    const { deadLetterTargetArn, maxReceiveCount } = policy as Record<string, unknown>;
    return typeof deadLetterTargetArn === 'string' && isWithin(String(maxReceiveCount), 1, 1000);
  } catch {
    return false;
  }
}

const isWithin = (value: string, least: number, most: number): boolean =>
  /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;

const unknownAttribute = (name: string): AwsError =>
  new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
