// AWS::Lambda::Permission
import type * as Sdk from '@aws-sdk/client-lambda';
import { required } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const lambda = callsOf<typeof Sdk>('lambda');

export const permission: ResourceProvider = {
  type: 'AWS::Lambda::Permission',
  service: 'lambda',
  replaceOn: [
    'Action',
    'EventSourceToken',
    'FunctionName',
    'FunctionUrlAuthType',
    'InvokedViaFunctionUrl',
    'Principal',
    'PrincipalOrgID',
    'SourceAccount',
    'SourceArn',
  ],
  async create({ properties, stack, name }) {
    const StatementId = name({ lengthMax: 100 });
    await lambda(stack, 'AddPermission', { ...properties, StatementId });
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },
  async delete({ physicalId, properties }, stack) {
    const FunctionName = required(properties, 'FunctionName');
    await lambda(stack, 'RemovePermission', { FunctionName, StatementId: physicalId });
  },
};
