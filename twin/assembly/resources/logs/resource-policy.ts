// AWS::Logs::ResourcePolicy
import { pick } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import type { StackHost } from '../../stack-host.ts';

const put = (properties: Properties, stack: StackHost): Promise<void> =>
  stack.attempt('logs', 'PutResourcePolicy', pick(properties, 'PolicyName', 'PolicyDocument'));

export const resourcePolicy: ResourceProvider = {
  type: 'AWS::Logs::ResourcePolicy',
  service: 'logs',
  replaceOn: ['PolicyName'],
  async create({ properties, stack }) {
    await put(properties, stack);
    return { physicalId: String(properties['PolicyName']) };
  },
  async update({ properties, stack }) {
    await put(properties, stack);
    return undefined;
  },
  delete: ({ physicalId }, stack) =>
    stack.attempt('logs', 'DeleteResourcePolicy', { policyName: physicalId }),
};
