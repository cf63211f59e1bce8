// AWS::CodeDeploy::Application
import type * as Sdk from '@aws-sdk/client-codedeploy';
import { omit, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const codedeploy = callsOf<typeof Sdk>('codedeploy');

export const application: ResourceProvider = {
  type: 'AWS::CodeDeploy::Application',
  service: 'codedeploy',
  replaceOn: ['ApplicationName', 'ComputePlatform'],
  async create({ properties, stack, name }) {
    const applicationName = text(properties, 'ApplicationName') ?? name({ lengthMax: 100 });
    const settings = omit(properties, 'ApplicationName');
    await codedeploy(stack, 'CreateApplication', { ...settings, applicationName });
    return { physicalId: applicationName };
  },
  async delete({ physicalId }, stack) {
    await codedeploy(stack, 'DeleteApplication', { applicationName: physicalId });
  },
};
