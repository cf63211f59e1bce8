// Deployment configurations: those that AWS brings for ECS, and custom ones.

import type * as Sdk from '@aws-sdk/client-codedeploy';
import type { DeploymentConfigInfo, TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { pageOf } from './paging.ts';
import type { CodeDeployState } from './state.ts';

export const ALL_AT_ONCE = 'CodeDeployDefault.ECSAllAtOnce';

const CUSTOM_CONFIGS_MAX = 200;
const SHIFT_MINUTES_MAX = 2880;
const INCREMENT_PERCENT_MAX = 99;

const canary = (canaryPercentage: number, canaryInterval: number): TrafficRoutingConfig => ({
  type: 'TimeBasedCanary',
  timeBasedCanary: { canaryPercentage, canaryInterval },
});
const linear = (linearPercentage: number, linearInterval: number): TrafficRoutingConfig => ({
  type: 'TimeBasedLinear',
  timeBasedLinear: { linearPercentage, linearInterval },
});

const PREDEFINED: readonly (readonly [name: string, routing: TrafficRoutingConfig])[] = [
  [ALL_AT_ONCE, { type: 'AllAtOnce' }],
  ['CodeDeployDefault.ECSCanary10Percent5Minutes', canary(10, 5)],
  ['CodeDeployDefault.ECSCanary10Percent15Minutes', canary(10, 15)],
  ['CodeDeployDefault.ECSLinear10PercentEvery1Minutes', linear(10, 1)],
  ['CodeDeployDefault.ECSLinear10PercentEvery3Minutes', linear(10, 3)],
];

export const predefinedConfigs = (): Map<string, DeploymentConfigInfo> =>
  new Map(
    PREDEFINED.map(([deploymentConfigName, trafficRoutingConfig]) => [
      deploymentConfigName,
      { deploymentConfigName, computePlatform: 'ECS', trafficRoutingConfig },
    ]),
  );

export function findConfig(state: CodeDeployState, name: string | undefined): DeploymentConfigInfo {
  const found = name === undefined ? undefined : state.configs.get(name);
  if (found !== undefined) return found;
  throw new AwsError(
    'DeploymentConfigDoesNotExistException',
    `No Deployment Configuration found for name: ${name}`,
  );
}

export const configOperations = (
  host: ServiceHost,
  state: CodeDeployState,
): Operations<typeof Sdk> => ({
  CreateDeploymentConfig({ deploymentConfigName = '', computePlatform, trafficRoutingConfig }) {
    if (state.configs.has(deploymentConfigName))
      throw new AwsError(
        'DeploymentConfigAlreadyExistsException',
        `A deployment configuration with the name ${deploymentConfigName} already exists.`,
      );
    if (deploymentConfigName.startsWith('CodeDeployDefault.'))
      throw new AwsError(
        'InvalidDeploymentConfigNameException',
        'Names that begin with CodeDeployDefault. are reserved.',
      );
    if (computePlatform !== 'ECS')
      throw new AwsError('InvalidComputePlatformException', 'Only the ECS platform is simulated.');
    if (state.configs.size - PREDEFINED.length >= CUSTOM_CONFIGS_MAX)
      throw new AwsError(
        'DeploymentConfigLimitExceededException',
        `The deployment configurations limit (${CUSTOM_CONFIGS_MAX}) was exceeded.`,
      );
    checkRouting(trafficRoutingConfig);
    const deploymentConfigId = host.ids.uuid();
    state.configs.set(deploymentConfigName, {
      deploymentConfigId,
      deploymentConfigName,
      computePlatform,
      trafficRoutingConfig,
      createTime: host.clock.date(),
    });
    return { deploymentConfigId };
  },
  GetDeploymentConfig: ({ deploymentConfigName }) => ({
    deploymentConfigInfo: findConfig(state, deploymentConfigName),
  }),
  ListDeploymentConfigs({ nextToken }) {
    const { page, nextToken: next } = pageOf([...state.configs.keys()].sort(), nextToken);
    return { deploymentConfigsList: page, nextToken: next };
  },
  DeleteDeploymentConfig({ deploymentConfigName = '' }) {
    if (deploymentConfigName.startsWith('CodeDeployDefault.'))
      throw new AwsError(
        'InvalidOperationException',
        'Predefined deployment configurations cannot be deleted.',
      );
    const isUsed = [...state.applications.values()]
      .flatMap(({ groups }) => [...groups.values()])
      .some(({ settings }) => settings.configName === deploymentConfigName);
    if (isUsed)
      throw new AwsError(
        'DeploymentConfigInUseException',
        'The deployment configuration is still in use.',
      );
    state.configs.delete(deploymentConfigName);
    return {};
  },
});

function checkRouting(routing: TrafficRoutingConfig | undefined): void {
  const refuse = (message: string) =>
    new AwsError('InvalidTrafficRoutingConfigurationException', message);
  if (routing?.type === 'AllAtOnce') return;
  const { canaryPercentage, canaryInterval } = routing?.timeBasedCanary ?? {};
  const { linearPercentage, linearInterval } = routing?.timeBasedLinear ?? {};
  const isCanary = routing?.type === 'TimeBasedCanary';
  const percent = isCanary ? canaryPercentage : linearPercentage;
  const minutes = isCanary ? canaryInterval : linearInterval;
  if (routing?.type === undefined || percent === undefined || minutes === undefined)
    throw refuse('The traffic routing configuration is missing or incomplete.');
  if (!Number.isInteger(percent) || percent < 1 || percent > INCREMENT_PERCENT_MAX)
    throw refuse(`The percentage must be between 1 and ${INCREMENT_PERCENT_MAX}.`);
  const increments = isCanary ? 1 : Math.ceil(100 / percent) - 1;
  if (!Number.isInteger(minutes) || minutes < 1 || minutes * increments > SHIFT_MINUTES_MAX)
    throw refuse(`All traffic must be shifted within ${SHIFT_MINUTES_MAX} minutes.`);
}
