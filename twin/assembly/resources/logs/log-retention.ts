// Custom::LogRetention: what CDK uses to set the retention of groups that services make themselves.
import { AwsError } from '../../../host/aws-error.ts';
import { required } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import type { StackHost } from '../../stack-host.ts';
import { retain } from './log-group.ts';

export const logRetention: ResourceProvider = {
  type: 'Custom::LogRetention',
  service: 'logs',
  replaceOn: ['LogGroupName'],
  async create({ properties, stack }) {
    await put(properties, stack);
    const LogGroupName = required(properties, 'LogGroupName');
    return { physicalId: LogGroupName, attributes: { LogGroupName } };
  },
  async update({ properties, stack }) {
    await put(properties, stack);
    return undefined;
  },
};

async function put(properties: Properties, stack: StackHost): Promise<void> {
  const logGroupName = required(properties, 'LogGroupName');
  try {
    await stack.call('logs', 'CreateLogGroup', { logGroupName });
  } catch (error) {
    const exists = error instanceof AwsError && error.name === 'ResourceAlreadyExistsException';
    if (!exists) throw error;
  }
  await retain(stack, logGroupName, properties['RetentionInDays']);
}
