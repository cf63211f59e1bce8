// AWS::ECR::SigningConfiguration: one for the registry of a region.
import type * as Sdk from '@aws-sdk/client-ecr';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const ecr = callsOf<typeof Sdk>('ecr');

const put = ({ Rules: rules }: Properties, stack: StackHost) =>
  ecr(stack, 'PutSigningConfiguration', { signingConfiguration: { rules } });

export const signingConfiguration: ResourceProvider = {
  type: 'AWS::ECR::SigningConfiguration',
  service: 'ecr',
  replaceOn: [],
  async create({ properties, stack }) {
    await put(properties, stack);
    return { physicalId: stack.account, attributes: { RegistryId: stack.account } };
  },
  async update({ properties, stack }) {
    await put(properties, stack);
    return undefined;
  },
  async delete(_existing, stack) {
    await ecr(stack, 'DeleteSigningConfiguration', {});
  },
};
