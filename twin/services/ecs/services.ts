// Services: created, looked at, deleted.
import type { CreateServiceRequest } from '@aws-sdk/client-ecs';
import type { Operations } from '../../host/operations.ts';
import { describeService } from './describe.ts';
import type { Ecs, Sdk } from './ecs.ts';
import {
  findActiveRevision,
  findActiveService,
  findCluster,
  invalid,
  lookUpService,
} from './errors.ts';
import { page } from './paging.ts';
import { startDeployment } from './rolling.ts';
import { checkFargate, checkSettings, settingsOf } from './service-settings.ts';
import type { Controller, Service } from './state.ts';
import { addTaskSet } from './task-sets.ts';

const DESCRIBED_MAX = 10;

type ServiceOperations = Pick<
  Operations<Sdk>,
  'CreateService' | 'DescribeServices' | 'ListServices' | 'DeleteService'
>;

export const createServiceOperations = (ecs: Ecs): ServiceOperations => ({
  CreateService(input, { caller }) {
    const service = readService(ecs, input, caller.arn);
    const revision =
      service.controller === 'EXTERNAL' ? undefined : findActiveRevision(ecs, input.taskDefinition);
    checkSettings(ecs, service.launch, revision);
    if (revision !== undefined) checkFargate(service.launch, revision);
    ecs.state.services.set(`${service.cluster.name}/${service.name}`, service);
    ecs.state.tags.set(service.arn, input.tags ?? []);
    const { launch } = service;
    if (revision !== undefined && service.controller === 'ECS')
      startDeployment(ecs, service, { revision, launch });
    if (revision !== undefined && service.controller === 'CODE_DEPLOY')
      addTaskSet(ecs, { service, revision, launch, status: 'PRIMARY', scalePercent: 100 });
    ecs.wake(service);
    return { service: describeService(service) };
  },

  DescribeServices({ cluster: named, services = [], include }) {
    if (services.length === 0) throw invalid('Services cannot be empty.');
    if (services.length > DESCRIBED_MAX)
      throw invalid(`Services cannot have more than ${DESCRIBED_MAX} elements.`);
    const cluster = findCluster(ecs, named);
    const withTags = include?.includes('TAGS') === true;
    const found = services.map((name) => ({ name, service: lookUpService(ecs, cluster, name) }));
    return {
      services: found.flatMap(({ service }) =>
        service === undefined
          ? []
          : [
              {
                ...describeService(service),
                ...(withTags ? { tags: [...(ecs.state.tags.get(service.arn) ?? [])] } : {}),
              },
            ],
      ),
      failures: found.flatMap(({ name, service }) =>
        service === undefined ? [{ arn: arnOf(ecs, cluster.name, name), reason: 'MISSING' }] : [],
      ),
    };
  },

  ListServices({ cluster: named, ...asked }) {
    const cluster = findCluster(ecs, named);
    const arns = [...ecs.state.services.values()]
      .filter((service) => service.cluster === cluster && service.status !== 'INACTIVE')
      .map(({ arn }) => arn);
    const { items, next } = page(arns, asked);
    return { serviceArns: items, ...next };
  },

  DeleteService({ cluster: named, service: name, force = false }) {
    const service = findActiveService(ecs, findCluster(ecs, named), name);
    if (!force && service.desiredCount > 0 && service.fleets.length > 0)
      throw invalid('The service cannot be stopped while it is scaled above 0.');
    if (!force && service.controller === 'EXTERNAL' && service.fleets.length > 0)
      throw invalid('The service cannot be stopped while there are active task sets.');
    service.status = 'DRAINING';
    service.desiredCount = 0;
    ecs.wake(service);
    return { service: describeService(service) };
  },
});

function readService(ecs: Ecs, input: CreateServiceRequest, createdBy: string): Service {
  const cluster = findCluster(ecs, input.cluster);
  const name = input.serviceName ?? '';
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name))
    throw invalid(
      'The service name must contain up to 255 letters, numbers, hyphens, underscores.',
    );
  const existing = lookUpService(ecs, cluster, name);
  if (existing?.status === 'ACTIVE') throw invalid('Creation of service was not idempotent.');
  if (existing?.status === 'DRAINING')
    throw invalid('Unable to Start a service that is still Draining.');
  if (input.schedulingStrategy === 'DAEMON')
    throw invalid('Services with the scheduling strategy DAEMON are not simulated.');
  const controller: Controller = input.deploymentController?.type ?? 'ECS';
  checkStrategy(controller, input);
  return {
    arn: arnOf(ecs, cluster.name, name),
    name,
    cluster,
    controller,
    createdAt: ecs.host.clock.date(),
    createdBy,
    propagateTags: input.propagateTags,
    status: 'ACTIVE',
    desiredCount: input.desiredCount ?? 0,
    launch: settingsOf(input),
    configuration: {
      maximumPercent: 200,
      minimumHealthyPercent: 100,
      ...input.deploymentConfiguration,
    },
    healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds,
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    enableECSManagedTags: input.enableECSManagedTags ?? false,
    fleets: [],
    events: [],
    lastCompleted: undefined,
    steady: false,
    review: undefined,
  };
}

function checkStrategy(controller: Controller, input: CreateServiceRequest): void {
  const { strategy = 'ROLLING', deploymentCircuitBreaker } = input.deploymentConfiguration ?? {};
  if (strategy !== 'ROLLING')
    throw invalid(`The deployment strategy ${strategy} is not simulated.`);
  if (controller !== 'ECS' && deploymentCircuitBreaker?.enable === true)
    throw invalid(
      'Deployment circuit breaker feature can only be enabled with the ECS deployment controller.',
    );
  if (controller === 'EXTERNAL' && (input.taskDefinition ?? input.loadBalancers?.[0]) !== undefined)
    throw invalid(
      'taskDefinition and loadBalancers cannot be specified for a service with an EXTERNAL deployment controller.',
    );
}

const arnOf = ({ host }: Ecs, cluster: string, name: string): string =>
  name.startsWith('arn:') ? name : host.arn('ecs', `service/${cluster}/${name}`);
