// The queues of one region.
import type { ServiceHost } from '../../host/service.ts';
import { noSuchQueue } from './errors.ts';
import type { Queue } from './queue.ts';
import { queueNameOf } from './queue-url.ts';

export interface Store {
  readonly queues: Map<string, Queue>;
  /** Throws QueueDoesNotExist. */
  byUrl(url: string | undefined): Queue;
  byArn(arn: string): Queue | undefined;
}

export function createStore(host: ServiceHost): Store {
  const queues = new Map<string, Queue>();
  const arnOf = (name: string) => host.arn('sqs', name);
  return {
    queues,
    byUrl(url) {
      const queue = queues.get(queueNameOf(url ?? ''));
      if (queue === undefined) throw noSuchQueue();
      return queue;
    },
    byArn(arn) {
      const queue = queues.get(arn.split(':').at(-1) ?? '');
      return queue !== undefined && arnOf(queue.name) === arn ? queue : undefined;
    },
  };
}
