// AWS::ElasticLoadBalancingV2::TargetGroup
import type * as Sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { objects, omit, pick, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';
import { fullName, NAME_LENGTH_MAX } from './names.ts';

const elb = callsOf<typeof Sdk>('elasticloadbalancing');

const HEALTH = [
  'HealthCheckEnabled',
  'HealthCheckIntervalSeconds',
  'HealthCheckPath',
  'HealthCheckPort',
  'HealthCheckProtocol',
  'HealthCheckTimeoutSeconds',
  'HealthyThresholdCount',
  'Matcher',
  'UnhealthyThresholdCount',
];

export const targetGroup: ResourceProvider = {
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  service: 'elasticloadbalancing',
  replaceOn: [
    'IpAddressType',
    'Name',
    'Port',
    'Protocol',
    'ProtocolVersion',
    'TargetType',
    'VpcId',
  ],
  async create({ properties, stack, name }) {
    const Name = text(properties, 'Name') ?? name({ lengthMax: NAME_LENGTH_MAX });
    const { TargetGroups: [made] = [] } = await elb(stack, 'CreateTargetGroup', {
      ...omit(properties, 'TargetGroupAttributes', 'Targets'),
      Name,
    });
    const TargetGroupArn = made?.TargetGroupArn ?? '';
    await setAttributes(stack, TargetGroupArn, properties);
    const Targets = objects(properties, 'Targets');
    if (Targets.length > 0) await elb(stack, 'RegisterTargets', { TargetGroupArn, Targets });
    return {
      physicalId: TargetGroupArn,
      attributes: {
        TargetGroupArn,
        TargetGroupName: Name,
        TargetGroupFullName: fullName(TargetGroupArn),
      },
    };
  },
  async update({ properties, stack, existing }) {
    const TargetGroupArn = existing.physicalId;
    const health = pick(properties, ...HEALTH);
    await elb(stack, 'ModifyTargetGroup', { TargetGroupArn, ...health });
    await setAttributes(stack, TargetGroupArn, properties);
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await elb(stack, 'DeleteTargetGroup', { TargetGroupArn: physicalId });
  },
};

async function setAttributes(stack: StackHost, TargetGroupArn: string, properties: Properties) {
  const Attributes = objects(properties, 'TargetGroupAttributes');
  if (Attributes.length === 0) return;
  await elb(stack, 'ModifyTargetGroupAttributes', { TargetGroupArn, Attributes });
}
