// AWS::StepFunctions::StateMachineVersion
import type * as Sdk from '@aws-sdk/client-sfn';
import { required, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const states = callsOf<typeof Sdk>('states');

export const stateMachineVersion: ResourceProvider = {
  type: 'AWS::StepFunctions::StateMachineVersion',
  service: 'states',
  replaceOn: ['StateMachineArn', 'StateMachineRevisionId'],
  async create({ properties, stack }) {
    const { stateMachineVersionArn = '' } = await states(stack, 'PublishStateMachineVersion', {
      stateMachineArn: required(properties, 'StateMachineArn'),
      description: text(properties, 'Description'),
    });
    return { physicalId: stateMachineVersionArn, attributes: { Arn: stateMachineVersionArn } };
  },
  async delete({ physicalId }, stack) {
    await states(stack, 'DeleteStateMachineVersion', { stateMachineVersionArn: physicalId });
  },
};
