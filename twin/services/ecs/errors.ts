// The errors of the ECS API, and how it finds what a caller names.
import { AwsError } from '../../host/aws-error.ts';
import type { Ecs } from './ecs.ts';
import type { Cluster, Fleet, Revision, Service, Task } from './state.ts';

export const invalid = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);

export const clientError = (message: string): AwsError => new AwsError('ClientException', message);

export function findCluster({ state }: Ecs, named: string | undefined): Cluster {
  const cluster = state.clusters.get(lastPart(named ?? 'default'));
  if (cluster === undefined || cluster.status === 'INACTIVE')
    throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
  return cluster;
}

/** Services are known by cluster and name; an ARN names both. */
export function lookUpService(
  { state }: Ecs,
  cluster: Cluster,
  named: string | undefined,
): Service | undefined {
  return state.services.get(`${cluster.name}/${lastPart(named ?? '')}`);
}

export function findService(ecs: Ecs, cluster: Cluster, named: string | undefined): Service {
  const service = lookUpService(ecs, cluster, named);
  if (service === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.');
  return service;
}

export function findActiveService(ecs: Ecs, cluster: Cluster, named: string | undefined): Service {
  const service = findService(ecs, cluster, named);
  if (service.status !== 'ACTIVE')
    throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
  return service;
}

export function findTaskSet(service: Service, named: string | undefined): Fleet {
  const fleet = service.fleets.find(({ id, taskSet }) => id === named || taskSet?.arn === named);
  if (fleet === undefined)
    throw new AwsError('TaskSetNotFoundException', 'The specified task set does not exist.');
  return fleet;
}

export function lookUpTask({ state }: Ecs, cluster: Cluster, named: string): Task | undefined {
  const task = state.tasks.get(lastPart(named));
  return task?.cluster === cluster ? task : undefined;
}

/** `family`, `family:revision` or an ARN; a family stands for its newest active revision. */
export function lookUpRevision({ state }: Ecs, named: string): Revision | undefined {
  const [family = '', revision] = lastPart(named).split(':');
  const revisions = state.families.get(family) ?? [];
  if (revision !== undefined) return revisions[Number(revision) - 1];
  return revisions.findLast(({ status }) => status === 'ACTIVE');
}

export function findActiveRevision(ecs: Ecs, named: string | undefined): Revision {
  const revision = lookUpRevision(ecs, named ?? '');
  if (revision === undefined) throw clientError('TaskDefinition not found.');
  if (revision.status !== 'ACTIVE') throw clientError('TaskDefinition is inactive');
  return revision;
}

const lastPart = (named: string): string => named.slice(named.lastIndexOf('/') + 1);
