// AWS::SSM::Parameter
import type * as Sdk from '@aws-sdk/client-ssm';
import { omit, required, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const ssm = callsOf<typeof Sdk>('ssm');

export const parameter: ResourceProvider = {
  type: 'AWS::SSM::Parameter',
  service: 'ssm',
  replaceOn: ['Name'],
  async create({ properties, stack, name }) {
    const Name = text(properties, 'Name') ?? `CFN-${name()}`;
    await ssm(stack, 'PutParameter', { ...properties, Name });
    const Value = required(properties, 'Value');
    return { physicalId: Name, attributes: { Type: properties['Type'], Value } };
  },
  async update({ properties, stack, existing }) {
    const Name = existing.physicalId;
    await ssm(stack, 'PutParameter', { ...omit(properties, 'Tags'), Name, Overwrite: true });
    const attributes = { Type: properties['Type'], Value: required(properties, 'Value') };
    return { physicalId: Name, attributes };
  },
  async delete({ physicalId }, stack) {
    await ssm(stack, 'DeleteParameter', { Name: physicalId });
  },
};
