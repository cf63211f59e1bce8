// AWS::CodeDeploy::DeploymentGroup
import type * as Sdk from '@aws-sdk/client-codedeploy';
import { omit, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const codedeploy = callsOf<typeof Sdk>('codedeploy');

/** `Deployment` would start one at once; ECS groups cannot have it. */
const settings = (properties: Properties): Properties =>
  omit(properties, 'Deployment', 'DeploymentGroupName');

export const deploymentGroup: ResourceProvider = {
  type: 'AWS::CodeDeploy::DeploymentGroup',
  service: 'codedeploy',
  replaceOn: ['ApplicationName', 'DeploymentGroupName'],
  async create({ properties, stack, name }) {
    const deploymentGroupName = text(properties, 'DeploymentGroupName') ?? name({ lengthMax: 100 });
    await codedeploy(stack, 'CreateDeploymentGroup', {
      ...settings(properties),
      deploymentGroupName,
    });
    return { physicalId: deploymentGroupName };
  },
  async update({ properties, stack, existing }) {
    await codedeploy(stack, 'UpdateDeploymentGroup', {
      ...omit(settings(properties), 'Tags'),
      currentDeploymentGroupName: existing.physicalId,
    });
    return undefined;
  },
  async delete({ physicalId, properties }, stack) {
    const { ApplicationName: applicationName } = properties;
    const input = { applicationName, deploymentGroupName: physicalId };
    await codedeploy(stack, 'DeleteDeploymentGroup', input);
  },
};
