// AWS::Lambda::Version
import type * as Sdk from '@aws-sdk/client-lambda';
import { pick } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const lambda = callsOf<typeof Sdk>('lambda');

export const version: ResourceProvider = {
  type: 'AWS::Lambda::Version',
  service: 'lambda',
  replaceOn: ['FunctionName', 'CodeSha256', 'Description'],
  async create({ properties, stack }) {
    const input = pick(properties, 'FunctionName', 'CodeSha256', 'Description');
    const { FunctionArn = '', Version } = await lambda(stack, 'PublishVersion', input);
    const arn = FunctionArn.endsWith(`:${Version}`) ? FunctionArn : `${FunctionArn}:${Version}`;
    return { physicalId: arn, attributes: { FunctionArn: arn, Version } };
  },
  async delete({ properties, attributes }, stack) {
    await lambda(stack, 'DeleteFunction', {
      FunctionName: properties['FunctionName'],
      Qualifier: attributes['Version'],
    });
  },
};
