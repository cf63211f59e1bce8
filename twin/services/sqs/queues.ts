// Queues as resources: made, described, changed, emptied, tagged.
import type * as sdk from '@aws-sdk/client-sqs';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import type { ServiceHost } from '../../host/service.ts';
import {
  applyAttributes,
  DEFAULTS,
  readAttributes,
  redrivePolicyOf,
  validateAttributes,
} from './attributes.ts';
import { invalidParameter, noSuchQueue } from './errors.ts';
import type { Queue } from './queue.ts';
import { queueUrlOf } from './queue-url.ts';
import type { Store } from './store.ts';

const PAGE_SIZE = 1000;
const PURGE_INTERVAL_MS = 60_000;

export function queueOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  return {
    CreateQueue({ QueueName = '', Attributes = {}, tags = {} }) {
      const isFifo = QueueName.endsWith('.fifo');
      validateName(QueueName, isFifo, Attributes);
      validateAttributes(Attributes, isFifo);
      const known = store.queues.get(QueueName);
      if (known !== undefined) requireSame(known, Attributes);
      const queue = known ?? newQueue(host, QueueName, isFifo);
      if (known === undefined) {
        applyAttributes(queue, { ...DEFAULTS, ...Attributes });
        for (const [key, value] of Object.entries(tags)) queue.tags.set(key, value);
        store.queues.set(QueueName, queue);
      }
      return { QueueUrl: queue.url };
    },
    GetQueueUrl({ QueueName = '' }) {
      const queue = store.queues.get(QueueName);
      if (queue === undefined) throw noSuchQueue();
      return { QueueUrl: queue.url };
    },
    ListQueues({ QueueNamePrefix = '', NextToken, MaxResults = PAGE_SIZE }) {
      const urls = [...store.queues.values()]
        .filter(({ name }) => name.startsWith(QueueNamePrefix))
        .map(({ url }) => url);
      const { items, next } = page(urls, { limit: MaxResults, token: NextToken });
      return { QueueUrls: items, NextToken: next };
    },
    DeleteQueue({ QueueUrl }) {
      store.queues.delete(store.byUrl(QueueUrl).name);
      return {};
    },
    GetQueueAttributes({ QueueUrl, AttributeNames = [] }) {
      const queue = store.byUrl(QueueUrl);
      return { Attributes: readAttributes(queue, AttributeNames, host.clock.now()) };
    },
    SetQueueAttributes({ QueueUrl, Attributes = {} }) {
      const queue = store.byUrl(QueueUrl);
      if (queue.isFifo && Attributes.FifoQueue === 'false') {
        throw new AwsError(
          'InvalidAttributeValue',
          'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
        );
      }
      validateAttributes(Attributes, queue.isFifo);
      applyAttributes(queue, Attributes);
      queue.modifiedAt = host.clock.now();
      return {};
    },
    PurgeQueue({ QueueUrl }) {
      const queue = store.byUrl(QueueUrl);
      const now = host.clock.now();
      if (queue.purgedAt !== undefined && now - queue.purgedAt < PURGE_INTERVAL_MS) {
        throw new AwsError(
          'PurgeQueueInProgress',
          `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
        );
      }
      queue.purgedAt = now;
      queue.messages = [];
      return {};
    },
    ListDeadLetterSourceQueues({ QueueUrl, NextToken, MaxResults = PAGE_SIZE }) {
      const { arn } = store.byUrl(QueueUrl);
      const sources = [...store.queues.values()]
        .filter((queue) => redrivePolicyOf(queue)?.deadLetterTargetArn === arn)
        .map(({ url }) => url);
      const { items, next } = page(sources, { limit: MaxResults, token: NextToken });
      return { queueUrls: items, NextToken: next };
    },
    TagQueue({ QueueUrl, Tags = {} }) {
      const { tags } = store.byUrl(QueueUrl);
      for (const [key, value] of Object.entries(Tags)) tags.set(key, value);
      return {};
    },
    UntagQueue({ QueueUrl, TagKeys = [] }) {
      const { tags } = store.byUrl(QueueUrl);
      for (const key of TagKeys) tags.delete(key);
      return {};
    },
    ListQueueTags: ({ QueueUrl }) => ({ Tags: Object.fromEntries(store.byUrl(QueueUrl).tags) }),
  };
}

function validateName(
  name: string,
  isFifo: boolean,
  attributes: Readonly<Record<string, string>>,
): void {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(isFifo ? name.slice(0, -'.fifo'.length) : name)) {
    throw invalidParameter(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
  if (isFifo !== (attributes['FifoQueue'] === 'true')) {
    throw invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
}

/** Creating a queue again is fine as long as nothing is asked of it that it is not. */
function requireSame(queue: Queue, attributes: Readonly<Record<string, string>>): void {
  const different = Object.entries(attributes).find(
    ([name, value]) => queue.attributes.get(name) !== value,
  );
  if (different === undefined) return;
  throw new AwsError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${different[0]}`,
  );
}

function newQueue(host: ServiceHost, name: string, isFifo: boolean): Queue {
  const arn = host.arn('sqs', name);
  const now = host.clock.now();
  return {
    name,
    arn,
    url: queueUrlOf(arn),
    isFifo,
    createdAt: now,
    attributes: new Map(),
    tags: new Map(),
    messages: [],
    recent: new Map(),
    waiters: new Set(),
    modifiedAt: now,
    purgedAt: undefined,
  };
}
