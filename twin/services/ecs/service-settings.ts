// What CreateService, UpdateService and CreateTaskSet have in common: how tasks are launched, and whether that can work.
import type {
  CapacityProviderStrategyItem,
  LaunchType,
  LoadBalancer,
  NetworkConfiguration,
} from '@aws-sdk/client-ecs';
import type { Ecs } from './ecs.ts';
import { clientError, invalid } from './errors.ts';
import type { LaunchSettings, Revision } from './state.ts';

interface Given {
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
  readonly platformVersion?: string | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly loadBalancers?: readonly LoadBalancer[] | undefined;
}

const NOTHING: LaunchSettings = {
  launchType: undefined,
  capacityProviderStrategy: [],
  platformVersion: 'LATEST',
  networkConfiguration: undefined,
  loadBalancers: [],
};

/** What is not given is as before. */
export const settingsOf = (given: Given, before: LaunchSettings = NOTHING): LaunchSettings => ({
  launchType: given.launchType ?? before.launchType,
  capacityProviderStrategy: given.capacityProviderStrategy ?? before.capacityProviderStrategy,
  platformVersion: given.platformVersion ?? before.platformVersion,
  networkConfiguration: given.networkConfiguration ?? before.networkConfiguration,
  loadBalancers: given.loadBalancers ?? before.loadBalancers,
});

export function checkSettings(ecs: Ecs, launch: LaunchSettings, revision?: Revision): void {
  if (revision?.definition.networkMode === 'awsvpc' && launch.networkConfiguration === undefined)
    throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  for (const loadBalancer of launch.loadBalancers) checkLoadBalancer(ecs, loadBalancer, revision);
}

function checkLoadBalancer(
  ecs: Ecs,
  { targetGroupArn = '', containerName, containerPort }: LoadBalancer,
  revision: Revision | undefined,
): void {
  const group = ecs.host.peer('elasticloadbalancing').targetGroup(targetGroupArn);
  if (group === undefined)
    throw invalid(`Unable to retrieve target group health from load balancer: ${targetGroupArn}`);
  if (group.loadBalancerArns.length === 0)
    throw invalid(
      `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
    );
  if (revision === undefined) return;
  const container = revision.definition.containerDefinitions?.find(
    ({ name }) => name === containerName,
  );
  if (container === undefined)
    throw invalid(`The container ${containerName} does not exist in the task definition.`);
  if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort))
    throw invalid(
      `The container ${containerName} did not have a container port ${containerPort} defined.`,
    );
}

export function checkFargate(launch: LaunchSettings, revision: Revision): void {
  const onFargate = launch.launchType === undefined || launch.launchType === 'FARGATE';
  if (!onFargate || launch.capacityProviderStrategy.length > 0) return;
  if (launch.launchType === 'FARGATE' && !revision.definition.compatibilities?.includes('FARGATE'))
    throw clientError('Task definition does not support launch_type FARGATE.');
}
