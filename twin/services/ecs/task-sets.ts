// Task sets: the fleets that CodeDeploy, or anyone else who controls deployments, brings up and takes down.
import type { Tag } from '@aws-sdk/client-ecs';
import type { Operations } from '../../host/operations.ts';
import { describeTaskSet } from './describe.ts';
import type { Ecs, Sdk } from './ecs.ts';
import {
  findActiveRevision,
  findActiveService,
  findCluster,
  findTaskSet,
  invalid,
} from './errors.ts';
import { createFleet, FLEETS_MAX, primaryOf } from './fleet.ts';
import { checkFargate, checkSettings, settingsOf } from './service-settings.ts';
import type { Fleet } from './state.ts';
import { rescale } from './task-set-review.ts';

type TaskSetOperations = Pick<
  Operations<Sdk>,
  | 'CreateTaskSet'
  | 'DescribeTaskSets'
  | 'UpdateTaskSet'
  | 'DeleteTaskSet'
  | 'UpdateServicePrimaryTaskSet'
>;

export const createTaskSetOperations = (ecs: Ecs): TaskSetOperations => ({
  CreateTaskSet(input) {
    const service = serviceOf(ecs, input);
    const known = service.fleets.find(
      ({ taskSet }) =>
        taskSet?.clientToken !== undefined && taskSet.clientToken === input.clientToken,
    );
    if (known !== undefined) return { taskSet: describeTaskSet(known) };
    if (service.fleets.length >= FLEETS_MAX)
      throw invalid(
        `${FLEETS_MAX} deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.`,
      );
    const revision = findActiveRevision(ecs, input.taskDefinition);
    const launch = settingsOf(input, service.launch);
    checkSettings(ecs, launch, revision);
    checkFargate(launch, revision);
    const fleet = addTaskSet(ecs, {
      service,
      revision,
      launch,
      status: 'ACTIVE',
      scalePercent: input.scale?.value ?? (service.controller === 'CODE_DEPLOY' ? 100 : 0),
      externalId: input.externalId,
      clientToken: input.clientToken,
      tags: input.tags,
    });
    return { taskSet: describeTaskSet(fleet) };
  },

  DescribeTaskSets({ taskSets, ...input }) {
    const service = serviceOf(ecs, input);
    const named = taskSets?.map((each) => ({
      arn: each,
      fleet: service.fleets.find(({ id, taskSet }) => id === each || taskSet?.arn === each),
    }));
    const found = named?.flatMap(({ fleet }) => fleet ?? []) ?? service.fleets;
    return {
      taskSets: found.map(describeTaskSet),
      failures: (named ?? []).flatMap(({ arn, fleet }) =>
        fleet === undefined ? [{ arn, reason: 'MISSING' }] : [],
      ),
    };
  },

  UpdateTaskSet({ taskSet: named, scale, ...input }) {
    const service = serviceOf(ecs, input);
    const fleet = findTaskSet(service, named);
    if (fleet.taskSet !== undefined) fleet.taskSet.scalePercent = scale?.value ?? 0;
    fleet.updatedAt = ecs.host.clock.date();
    rescale(service);
    ecs.wake(service);
    return { taskSet: describeTaskSet(fleet) };
  },

  DeleteTaskSet({ taskSet: named, force = false, ...input }) {
    const service = serviceOf(ecs, input);
    const fleet = findTaskSet(service, named);
    if (!force && fleet.wanted > 0)
      throw invalid('The TaskSet cannot be deleted while it is scaled above 0.');
    fleet.status = 'DRAINING';
    fleet.updatedAt = ecs.host.clock.date();
    rescale(service);
    ecs.wake(service);
    return { taskSet: describeTaskSet(fleet) };
  },

  UpdateServicePrimaryTaskSet({ primaryTaskSet, ...input }) {
    const service = serviceOf(ecs, input);
    const fleet = findTaskSet(service, primaryTaskSet);
    if (fleet.status === 'DRAINING')
      throw invalid('A task set that is draining cannot become the primary task set.');
    const before = primaryOf(service);
    if (before !== undefined) before.status = 'ACTIVE';
    fleet.status = 'PRIMARY';
    fleet.updatedAt = ecs.host.clock.date();
    service.launch = fleet.launch;
    ecs.wake(service);
    return { taskSet: describeTaskSet(fleet) };
  },
});

export function addTaskSet(
  ecs: Ecs,
  of: Pick<Fleet, 'service' | 'revision' | 'launch'> & {
    readonly status: 'PRIMARY' | 'ACTIVE';
    readonly scalePercent: number;
    readonly externalId?: string | undefined;
    readonly clientToken?: string | undefined;
    readonly tags?: readonly Tag[] | undefined;
  },
): Fleet {
  const { service, revision, launch, status } = of;
  const byCodeDeploy = service.controller === 'CODE_DEPLOY';
  const fleet = createFleet(ecs, {
    service,
    revision,
    launch,
    status,
    taskSet: (id) => ({
      arn: ecs.host.arn('ecs', `task-set/${service.cluster.name}/${service.name}/ecs-svc/${id}`),
      startedBy: byCodeDeploy ? 'CODE_DEPLOY' : undefined,
      externalId: of.externalId,
      clientToken: of.clientToken,
      scalePercent: of.scalePercent,
      tags: of.tags ?? [],
      steadySince: undefined,
      changedAt: ecs.host.clock.date(),
    }),
  });
  service.fleets = [fleet, ...service.fleets];
  service.steady = false;
  rescale(service);
  ecs.wake(service);
  return fleet;
}

function serviceOf(
  ecs: Ecs,
  input: { readonly cluster: string | undefined; readonly service: string | undefined },
) {
  const service = findActiveService(ecs, findCluster(ecs, input.cluster), input.service);
  if (service.controller === 'ECS')
    throw invalid('Task sets are not supported for services with the ECS deployment controller.');
  return service;
}
