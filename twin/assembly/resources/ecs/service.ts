// AWS::ECS::Service. CloudFormation would wait for a steady state; here the tasks start when time passes.
import type * as Sdk from '@aws-sdk/client-ecs';
import { changedProperties, omit, pick, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const ecs = callsOf<typeof Sdk>('ecs');

export const service: ResourceProvider = {
  type: 'AWS::ECS::Service',
  service: 'ecs',
  replaceOn: [
    'Cluster',
    'DeploymentController',
    'LaunchType',
    'Role',
    'SchedulingStrategy',
    'ServiceName',
  ],
  async create({ properties, stack, name }) {
    const serviceName = text(properties, 'ServiceName') ?? name();
    const made = await ecs(stack, 'CreateService', {
      ...omit(properties, 'ServiceName'),
      serviceName,
    });
    const arn = made.service?.serviceArn ?? '';
    return { physicalId: arn, attributes: { Name: serviceName, ServiceArn: arn } };
  },
  async update({ properties, stack, existing }) {
    const changed = changedProperties(existing.properties, properties);
    const settings = omit(pick(properties, ...changed), 'Tags');
    if (Object.keys(settings).length === 0) return undefined;
    await ecs(stack, 'UpdateService', {
      ...settings,
      cluster: properties['Cluster'],
      service: existing.physicalId,
    });
    return undefined;
  },
  async delete({ physicalId, properties }, stack) {
    const { Cluster: cluster } = properties;
    await ecs(stack, 'DeleteService', { cluster, service: physicalId, force: true });
  },
};
