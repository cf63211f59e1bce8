// AWS::Lambda::EventInvokeConfig
import type * as Sdk from '@aws-sdk/client-lambda';
import { pick } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const lambda = callsOf<typeof Sdk>('lambda');

export const eventInvokeConfig: ResourceProvider = {
  type: 'AWS::Lambda::EventInvokeConfig',
  service: 'lambda',
  replaceOn: ['FunctionName', 'Qualifier'],
  async create({ properties, stack, name }) {
    await lambda(stack, 'PutFunctionEventInvokeConfig', properties);
    return { physicalId: name() };
  },
  async update({ properties, stack }) {
    await lambda(stack, 'PutFunctionEventInvokeConfig', properties);
    return undefined;
  },
  async delete({ properties }, stack) {
    const which = pick(properties, 'FunctionName', 'Qualifier');
    await lambda(stack, 'DeleteFunctionEventInvokeConfig', which);
  },
};
