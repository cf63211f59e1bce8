// From what a user says of a deployment group to what a deployment reads: total, and back to the API's shape.
import type {
  CreateDeploymentGroupInput,
  DeploymentGroupInfo,
  ECSService,
  LastDeploymentInfo,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../host/aws-error.ts';
import { ALL_AT_ONCE } from './deployment-configs.ts';
import type { Deployment, DeploymentGroup, GroupSettings } from './state.ts';

type GroupInput = Partial<Omit<CreateDeploymentGroupInput, 'applicationName' | 'tags'>>;

/** The settings that an input asks for; what it leaves out stays as `base` has it. */
export function settingsOf(input: GroupInput, base?: GroupSettings): GroupSettings {
  const service =
    input.ecsServices === undefined && base !== undefined ? base : oneOf(input.ecsServices);
  return {
    name: input.deploymentGroupName ?? base?.name ?? '',
    configName: input.deploymentConfigName ?? base?.configName ?? ALL_AT_ONCE,
    serviceRoleArn: required('RoleRequiredException', 'The role ID was not specified.', {
      value: input.serviceRoleArn ?? base?.serviceRoleArn,
    }),
    cluster: service.cluster,
    service: service.service,
    loadBalancerInfo: required(
      'InvalidLoadBalancerInfoException',
      'For ECS deployment group, loadBalancerInfo must be specified',
      { value: input.loadBalancerInfo ?? base?.loadBalancerInfo },
    ),
    blueGreen: required(
      'InvalidBlueGreenDeploymentConfigurationException',
      'For ECS deployment group, blueGreenDeploymentConfiguration must be specified',
      { value: input.blueGreenDeploymentConfiguration ?? base?.blueGreen },
    ),
    style: input.deploymentStyle ?? base?.style ?? {},
    alarms: input.alarmConfiguration ?? base?.alarms,
    autoRollback: input.autoRollbackConfiguration ?? base?.autoRollback,
    triggers: input.triggerConfigurations ?? base?.triggers ?? [],
  };
}

export function groupInfo(group: DeploymentGroup): DeploymentGroupInfo {
  const { settings } = group;
  return {
    applicationName: group.application,
    deploymentGroupId: group.id,
    deploymentGroupName: settings.name,
    deploymentConfigName: settings.configName,
    serviceRoleArn: settings.serviceRoleArn,
    targetRevision: group.lastSuccessful?.revision,
    triggerConfigurations: [...settings.triggers],
    alarmConfiguration: settings.alarms,
    autoRollbackConfiguration: settings.autoRollback,
    deploymentStyle: settings.style,
    blueGreenDeploymentConfiguration: settings.blueGreen,
    loadBalancerInfo: settings.loadBalancerInfo,
    lastSuccessfulDeployment: lastInfo(group.lastSuccessful),
    lastAttemptedDeployment: lastInfo(group.lastAttempted),
    computePlatform: 'ECS',
    ecsServices: [{ serviceName: settings.service, clusterName: settings.cluster }],
    terminationHookEnabled: false,
  };
}

const lastInfo = (deployment: Deployment | undefined): LastDeploymentInfo | undefined =>
  deployment && {
    deploymentId: deployment.id,
    status: deployment.status,
    createTime: deployment.createTime,
    endTime: deployment.completeTime,
  };

function oneOf(services: readonly ECSService[] | undefined): { cluster: string; service: string } {
  const [first, ...others] = services ?? [];
  if (first?.clusterName && first.serviceName && others.length === 0)
    return { cluster: first.clusterName, service: first.serviceName };
  throw new AwsError(
    'InvalidECSServiceException',
    'For ECS deployment group, exactly one ECS service must be specified',
  );
}

function required<Value>(
  error: string,
  message: string,
  { value }: { readonly value: Value | undefined },
): Value {
  if (value === undefined || value === '') throw new AwsError(error, message);
  return value;
}
