// AWS::StepFunctions::StateMachineAlias
import type * as Sdk from '@aws-sdk/client-sfn';
import { object, objects, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const states = callsOf<typeof Sdk>('states');

export const stateMachineAlias: ResourceProvider = {
  type: 'AWS::StepFunctions::StateMachineAlias',
  service: 'states',
  replaceOn: ['Name'],
  async create({ properties, stack, name }) {
    const { stateMachineAliasArn = '' } = await states(stack, 'CreateStateMachineAlias', {
      name: text(properties, 'Name') ?? name({ lengthMax: 80 }),
      description: text(properties, 'Description'),
      routingConfiguration: routing(properties),
    });
    return { physicalId: stateMachineAliasArn, attributes: { Arn: stateMachineAliasArn } };
  },
  async update({ properties, stack, existing }) {
    await states(stack, 'UpdateStateMachineAlias', {
      stateMachineAliasArn: existing.physicalId,
      description: text(properties, 'Description'),
      routingConfiguration: routing(properties),
    });
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await states(stack, 'DeleteStateMachineAlias', { stateMachineAliasArn: physicalId });
  },
};

/** A gradual deployment ends with all traffic on its version, and no time passes here. */
function routing(properties: Properties): readonly Properties[] {
  const preference = object(properties, 'DeploymentPreference');
  if (preference === undefined) return objects(properties, 'RoutingConfiguration');
  return [{ stateMachineVersionArn: preference['StateMachineVersionArn'], weight: 100 }];
}
