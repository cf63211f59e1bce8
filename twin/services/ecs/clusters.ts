// Clusters.
import type { Cluster as ClusterAnswer } from '@aws-sdk/client-ecs';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { Ecs, Sdk } from './ecs.ts';
import { findCluster } from './errors.ts';
import { page } from './paging.ts';
import type { Cluster } from './state.ts';

const DEFAULT_SETTINGS = [{ name: 'containerInsights', value: 'disabled' }] as const;

type ClusterOperations = Pick<
  Operations<Sdk>,
  | 'CreateCluster'
  | 'DescribeClusters'
  | 'ListClusters'
  | 'UpdateCluster'
  | 'UpdateClusterSettings'
  | 'PutClusterCapacityProviders'
  | 'DeleteCluster'
>;

export const createClusterOperations = (ecs: Ecs): ClusterOperations => ({
  CreateCluster({ clusterName: name = 'default', ...input }) {
    const known = ecs.state.clusters.get(name);
    if (known?.status === 'ACTIVE') return { cluster: describe(ecs, known) };
    const cluster: Cluster = {
      name,
      arn: ecs.host.arn('ecs', `cluster/${name}`),
      settings: input.settings ?? DEFAULT_SETTINGS,
      capacityProviders: input.capacityProviders ?? [],
      defaultStrategy: input.defaultCapacityProviderStrategy ?? [],
      status: 'ACTIVE',
    };
    ecs.state.clusters.set(name, cluster);
    ecs.state.tags.set(cluster.arn, input.tags ?? []);
    return { cluster: describe(ecs, cluster) };
  },

  DescribeClusters({ clusters = ['default'] }) {
    const named = clusters.map((each) => ({
      arn: each.startsWith('arn:') ? each : ecs.host.arn('ecs', `cluster/${each}`),
      cluster: ecs.state.clusters.get(each.slice(each.lastIndexOf('/') + 1)),
    }));
    return {
      clusters: named.flatMap(({ cluster }) => (cluster ? [describe(ecs, cluster)] : [])),
      failures: named.flatMap(({ arn, cluster }) => (cluster ? [] : [{ arn, reason: 'MISSING' }])),
    };
  },

  ListClusters(asked) {
    const active = [...ecs.state.clusters.values()].filter(({ status }) => status === 'ACTIVE');
    const { items, next } = page(
      active.map(({ arn }) => arn),
      asked,
    );
    return { clusterArns: items, ...next };
  },

  UpdateCluster({ cluster: named, settings }) {
    const cluster = findCluster(ecs, named);
    cluster.settings = settings ?? cluster.settings;
    return { cluster: describe(ecs, cluster) };
  },

  UpdateClusterSettings({ cluster: named, settings = [] }) {
    const cluster = findCluster(ecs, named);
    cluster.settings = settings;
    return { cluster: describe(ecs, cluster) };
  },

  PutClusterCapacityProviders(input) {
    const cluster = findCluster(ecs, input.cluster);
    cluster.capacityProviders = input.capacityProviders ?? [];
    cluster.defaultStrategy = input.defaultCapacityProviderStrategy ?? [];
    return { cluster: describe(ecs, cluster) };
  },

  DeleteCluster({ cluster: named }) {
    const cluster = findCluster(ecs, named);
    const has = (items: Iterable<{ cluster: Cluster }>) =>
      [...items].some((item) => item.cluster === cluster);
    if (has(activeServices(ecs)))
      throw new AwsError(
        'ClusterContainsServicesException',
        'The Cluster cannot be deleted while Services are active.',
      );
    if (has(ecs.state.tasksByAddress.values()))
      throw new AwsError(
        'ClusterContainsTasksException',
        'The Cluster cannot be deleted while Tasks are active.',
      );
    cluster.status = 'INACTIVE';
    return { cluster: describe(ecs, cluster) };
  },
});

const activeServices = ({ state }: Ecs) =>
  [...state.services.values()].filter(({ status }) => status !== 'INACTIVE');

function describe(ecs: Ecs, cluster: Cluster): ClusterAnswer {
  const tasks = [...ecs.state.tasksByAddress.values()].filter((task) => task.cluster === cluster);
  const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: running,
    pendingTasksCount: tasks.length - running,
    activeServicesCount: activeServices(ecs).filter((each) => each.cluster === cluster).length,
    settings: [...cluster.settings],
    statistics: [],
    capacityProviders: [...cluster.capacityProviders],
    defaultCapacityProviderStrategy: [...cluster.defaultStrategy],
    tags: [...(ecs.state.tags.get(cluster.arn) ?? [])],
  };
}
