// AWS::Logs::LogGroup
import type * as Sdk from '@aws-sdk/client-cloudwatch-logs';
import { pick, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const logs = callsOf<typeof Sdk>('logs');

export const logGroup: ResourceProvider = {
  type: 'AWS::Logs::LogGroup',
  service: 'logs',
  replaceOn: ['LogGroupName', 'LogGroupClass'],
  async create({ properties, stack, name }) {
    const logGroupName = text(properties, 'LogGroupName') ?? name({ lengthMax: 512 });
    const settings = pick(properties, 'KmsKeyId', 'LogGroupClass', 'Tags');
    await logs(stack, 'CreateLogGroup', { ...settings, logGroupName });
    await retain(stack, logGroupName, properties['RetentionInDays']);
    const Arn = stack.arn('logs', `log-group:${logGroupName}:*`);
    return { physicalId: logGroupName, attributes: { Arn } };
  },
  async update({ properties, stack, existing }) {
    await retain(stack, existing.physicalId, properties['RetentionInDays']);
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await logs(stack, 'DeleteLogGroup', { logGroupName: physicalId });
  },
};

export async function retain(stack: StackHost, logGroupName: string, days: unknown) {
  if (days === undefined) return;
  const input = { logGroupName, retentionInDays: days };
  await stack.attempt('logs', 'PutRetentionPolicy', input);
}
