// What metric alarms and composite alarms have in common.
import type * as Sdk from '@aws-sdk/client-cloudwatch';
import { text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const cloudwatch = callsOf<typeof Sdk>('monitoring');

export const alarmProvider = (
  type: string,
  operation: 'PutMetricAlarm' | 'PutCompositeAlarm',
): ResourceProvider => ({
  type,
  service: 'monitoring',
  replaceOn: ['AlarmName'],
  async create({ properties, stack, name }) {
    const AlarmName = text(properties, 'AlarmName') ?? name();
    await cloudwatch(stack, operation, { ...properties, AlarmName });
    const Arn = stack.arn('cloudwatch', `alarm:${AlarmName}`);
    return { physicalId: AlarmName, attributes: { Arn } };
  },
  async update({ properties, stack, existing }) {
    await cloudwatch(stack, operation, { ...properties, AlarmName: existing.physicalId });
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await cloudwatch(stack, 'DeleteAlarms', { AlarmNames: [physicalId] });
  },
});
