// AWS::ECS::Cluster
import type * as Sdk from '@aws-sdk/client-ecs';
import { omit, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';
import { waitFor } from '../../wait.ts';

const ecs = callsOf<typeof Sdk>('ecs');

export const cluster: ResourceProvider = {
  type: 'AWS::ECS::Cluster',
  service: 'ecs',
  replaceOn: ['ClusterName'],
  async create({ properties, stack, name }) {
    const clusterName = text(properties, 'ClusterName') ?? name();
    const made = await ecs(stack, 'CreateCluster', {
      ...omit(properties, 'ClusterName', 'ClusterSettings'),
      clusterName,
      settings: properties['ClusterSettings'],
    });
    return { physicalId: clusterName, attributes: { Arn: made.cluster?.clusterArn } };
  },
  async delete({ physicalId }, stack) {
    // The last tasks of a service outlive it by their time to stop.
    await waitFor(stack.twin.clock, {
      what: 'the cluster still has tasks',
      async isOver() {
        const { clusters: [found] = [] } = await ecs(stack, 'DescribeClusters', {
          clusters: [physicalId],
        });
        return !found?.runningTasksCount && !found?.pendingTasksCount;
      },
    });
    await ecs(stack, 'DeleteCluster', { cluster: physicalId });
  },
};
