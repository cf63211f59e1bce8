// UpdateService: what it may change depends on who controls deployments.
import type { UpdateServiceRequest } from '@aws-sdk/client-ecs';
import type { Operations } from '../../host/operations.ts';
import { describeService } from './describe.ts';
import type { Ecs, Sdk } from './ecs.ts';
import { findActiveRevision, findActiveService, findCluster, invalid } from './errors.ts';
import { emitServiceAction } from './events.ts';
import { primaryOf } from './fleet.ts';
import { startDeployment } from './rolling.ts';
import { checkFargate, checkSettings, settingsOf } from './service-settings.ts';
import type { Service } from './state.ts';
import { rescale } from './task-set-review.ts';

/** What a deployment has to bring in; as AWS's messages name it. */
const DEPLOYED = {
  taskDefinition: 'task definition',
  networkConfiguration: 'network parameters',
  platformVersion: 'platform version',
  loadBalancers: 'load balancers',
  capacityProviderStrategy: 'capacity provider strategy',
  serviceRegistries: 'service registries',
} as const;

export const createUpdateService = (ecs: Ecs): Pick<Operations<Sdk>, 'UpdateService'> => ({
  UpdateService(input) {
    const service = findActiveService(ecs, findCluster(ecs, input.cluster), input.service);
    if (service.controller !== 'ECS') refuseDeployment(service, input);
    const isDeployment = service.controller === 'ECS' && startsDeployment(input);
    const deployment = isDeployment ? readDeployment(ecs, service, input) : undefined;
    if (deployment !== undefined) startDeployment(ecs, service, deployment);
    change(ecs, service, input);
    ecs.wake(service);
    return { service: describeService(service) };
  },
});

function refuseDeployment({ controller }: Service, input: UpdateServiceRequest): void {
  const remedy =
    controller === 'CODE_DEPLOY'
      ? 'a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.'
      : 'an EXTERNAL deployment controller. Use CreateTaskSet to trigger a new deployment.';
  for (const [member, what] of Object.entries(DEPLOYED))
    if (input[member as keyof typeof DEPLOYED] !== undefined)
      throw invalid(`Unable to update ${what} on services with ${remedy}`);
  if (input.forceNewDeployment === true)
    throw invalid(`Cannot force a new deployment on services with ${remedy}`);
}

/** A capacity provider strategy takes effect with the next deployment only. */
const startsDeployment = (input: UpdateServiceRequest): boolean =>
  input.forceNewDeployment === true ||
  [
    input.taskDefinition,
    input.networkConfiguration,
    input.platformVersion,
    input.loadBalancers,
  ].some((given) => given !== undefined);

function readDeployment(ecs: Ecs, service: Service, input: UpdateServiceRequest) {
  const current = primaryOf(service)?.revision.arn;
  const revision = findActiveRevision(ecs, input.taskDefinition ?? current);
  const launch = settingsOf(input, service.launch);
  checkSettings(ecs, launch, revision);
  checkFargate(launch, revision);
  return { revision, launch };
}

function change(ecs: Ecs, service: Service, input: UpdateServiceRequest): void {
  const { deploymentConfiguration } = input;
  service.configuration = { ...service.configuration, ...deploymentConfiguration };
  service.healthCheckGracePeriodSeconds =
    input.healthCheckGracePeriodSeconds ?? service.healthCheckGracePeriodSeconds;
  service.enableExecuteCommand = input.enableExecuteCommand ?? service.enableExecuteCommand;
  service.enableECSManagedTags = input.enableECSManagedTags ?? service.enableECSManagedTags;
  if (service.controller === 'ECS')
    service.launch = settingsOf(
      { capacityProviderStrategy: input.capacityProviderStrategy },
      service.launch,
    );
  if (input.desiredCount === undefined || input.desiredCount === service.desiredCount) return;
  service.desiredCount = input.desiredCount;
  if (service.controller !== 'ECS') rescale(service);
  emitServiceAction(ecs, service, { name: 'SERVICE_DESIRED_COUNT_UPDATED' });
}
