// Neighbours of ECS and its load balancers that keep what they are told.
import type { ServiceDatum, ServiceEvent } from '../../../twin/host/peers.ts';
import { defineService } from '../../../twin/host/service.ts';

export const recordingEvents = (events: ServiceEvent[]) =>
  defineService({
    id: 'events',
    load: () => import('@aws-sdk/client-eventbridge'),
    create: () => ({
      operations: {},
      peer: { emit: (event: ServiceEvent) => void events.push(event) },
    }),
  });

export const recordingMetrics = (data: ServiceDatum[], ringing: ReadonlySet<string>) =>
  defineService({
    id: 'monitoring',
    load: () => import('@aws-sdk/client-cloudwatch'),
    create: () => ({
      operations: {
        DescribeAlarms: ({ AlarmNames = [] }) => ({
          MetricAlarms: AlarmNames.filter((name) => ringing.has(name)).map((AlarmName) => ({
            AlarmName,
          })),
        }),
      },
      peer: { publish: (datum: ServiceDatum) => void data.push(datum) },
    }),
  });

/** Every tag exists, save those that begin with `missing`. */
export const images = defineService({
  id: 'ecr',
  load: () => import('@aws-sdk/client-ecr'),
  create: () => ({
    operations: {},
    peer: {
      resolve(imageUri: string) {
        const tag = imageUri.split(':')[1] ?? '';
        if (tag.startsWith('missing')) return undefined;
        return {
          repositoryName: 'shop',
          digest: `sha256:${tag}`,
          tags: [tag],
          labels: {},
          architecture: 'amd64',
        };
      },
    },
  }),
});
