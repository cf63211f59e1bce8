// AWS::Lambda::Url
import type * as Sdk from '@aws-sdk/client-lambda';
import { omit, pick, required } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const lambda = callsOf<typeof Sdk>('lambda');

const input = (properties: Properties): Properties => ({
  ...omit(properties, 'TargetFunctionArn'),
  FunctionName: required(properties, 'TargetFunctionArn'),
});

export const url: ResourceProvider = {
  type: 'AWS::Lambda::Url',
  service: 'lambda',
  replaceOn: ['TargetFunctionArn', 'Qualifier'],
  async create({ properties, stack }) {
    const made = await lambda(stack, 'CreateFunctionUrlConfig', input(properties));
    const { FunctionArn = '', FunctionUrl } = made;
    return { physicalId: FunctionArn, attributes: { FunctionArn, FunctionUrl } };
  },
  async update({ properties, stack }) {
    await lambda(stack, 'UpdateFunctionUrlConfig', input(properties));
    return undefined;
  },
  async delete({ properties }, stack) {
    await lambda(
      stack,
      'DeleteFunctionUrlConfig',
      pick(input(properties), 'FunctionName', 'Qualifier'),
    );
  },
};
