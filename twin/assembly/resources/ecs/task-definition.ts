// AWS::ECS::TaskDefinition: every change registers a new revision.
import type * as Sdk from '@aws-sdk/client-ecs';
import { objects, omit, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

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
      ...omit(properties, 'Family', 'Tags'),
      family,
      Tags: [...objects(properties, 'Tags'), ...ownTags(stack)],
    });
    const arn = made.taskDefinition?.taskDefinitionArn ?? '';
    return { physicalId: arn, attributes: { TaskDefinitionArn: arn } };
  },
  async delete({ physicalId }, stack) {
    await ecs(stack, 'DeregisterTaskDefinition', { taskDefinition: physicalId });
  },
};

/** CloudFormation marks what it makes; nobody else may set such tags. */
const ownTags = ({ stackName, stackId }: StackHost) => [
  { Key: 'aws:cloudformation:stack-name', Value: stackName },
  { Key: 'aws:cloudformation:stack-id', Value: stackId },
];
