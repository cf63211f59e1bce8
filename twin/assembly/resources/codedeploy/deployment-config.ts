// AWS::CodeDeploy::DeploymentConfig
import type * as Sdk from '@aws-sdk/client-codedeploy';
import { omit, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const codedeploy = callsOf<typeof Sdk>('codedeploy');

export const deploymentConfig: ResourceProvider = {
  type: 'AWS::CodeDeploy::DeploymentConfig',
  service: 'codedeploy',
  replaceOn: [
    'ComputePlatform',
    'DeploymentConfigName',
    'MinimumHealthyHosts',
    'TrafficRoutingConfig',
    'ZonalConfig',
  ],
  async create({ properties, stack, name }) {
    const deploymentConfigName =
      text(properties, 'DeploymentConfigName') ?? name({ lengthMax: 100 });
    const settings = omit(properties, 'DeploymentConfigName');
    await codedeploy(stack, 'CreateDeploymentConfig', { ...settings, deploymentConfigName });
    return { physicalId: deploymentConfigName };
  },
  async delete({ physicalId }, stack) {
    await codedeploy(stack, 'DeleteDeploymentConfig', { deploymentConfigName: physicalId });
  },
};
