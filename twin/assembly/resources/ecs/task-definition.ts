// AWS::ECS::TaskDefinition: every change registers a new revision.
import type * as Sdk from '@aws-sdk/client-ecs';
import { omit, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const ecs = callsOf<typeof Sdk>('ecs');

export const taskDefinition: ResourceProvider = {
  type: 'AWS::ECS::TaskDefinition',
  service: 'ecs',
  replaceOn: [
    'ContainerDefinitions',
    'Cpu',
    'EnableFaultInjection',
    'EphemeralStorage',
    'ExecutionRoleArn',
    'Family',
    'InferenceAccelerators',
    'IpcMode',
    'Memory',
    'NetworkMode',
    'PidMode',
    'PlacementConstraints',
    'ProxyConfiguration',
    'RequiresCompatibilities',
    'RuntimePlatform',
    'TaskRoleArn',
    'Volumes',
  ],
  async create({ properties, stack, name }) {
    const family = text(properties, 'Family') ?? name();
    const made = await ecs(stack, 'RegisterTaskDefinition', {
      ...omit(properties, 'Family'),
      family,
    });
    const arn = made.taskDefinition?.taskDefinitionArn ?? '';
    return { physicalId: arn, attributes: { TaskDefinitionArn: arn } };
  },
  async delete({ physicalId }, stack) {
    await ecs(stack, 'DeregisterTaskDefinition', { taskDefinition: physicalId });
  },
};
