// The queues of one region.
import type { ServiceHost } from '../../host/service.ts';
import { noSuchQueue } from './errors.ts';
import { createMeasure, type Measure } from './measure.ts';
import type { Queue } from './queue.ts';
import { queueNameOf } from './queue-url.ts';

export interface Store {
  readonly queues: Map<string, Queue>;
  readonly measure: Measure;
  /** Throws QueueDoesNotExist. Whoever asks uses the queue. */
  byUrl(url: string | undefined): Queue;
  byArn(arn: string): Queue | undefined;
}

export function createStore(host: ServiceHost): Store {
  const queues = new Map<string, Queue>();
  const measure = createMeasure(host);
  const arnOf = (name: string) => host.arn('sqs', name);
  return {
    queues,
    measure,
    byUrl(url) {
      const queue = queues.get(queueNameOf(url ?? ''));
      if (queue === undefined) throw noSuchQueue();
      measure.touch(queue);
      return queue;
    },
    byArn(arn) {
      const queue = queues.get(arn.split(':').at(-1) ?? '');
      return queue !== undefined && arnOf(queue.name) === arn ? queue : undefined;
    },
  };
}
