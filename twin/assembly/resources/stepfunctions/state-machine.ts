// AWS::StepFunctions::StateMachine
import type * as Sdk from '@aws-sdk/client-sfn';
import { AssemblyError } from '../../error.ts';
import { object, omit, required, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const states = callsOf<typeof Sdk>('states');

const NAME_LENGTH_MAX = 80;

export const stateMachine: ResourceProvider = {
  type: 'AWS::StepFunctions::StateMachine',
  service: 'states',
  replaceOn: ['StateMachineName', 'StateMachineType'],
  async create({ properties, stack, name }) {
    const machine = text(properties, 'StateMachineName') ?? name({ lengthMax: NAME_LENGTH_MAX });
    const { stateMachineArn = '' } = await states(stack, 'CreateStateMachine', {
      ...settings(properties, stack),
      name: machine,
      type: text(properties, 'StateMachineType') ?? 'STANDARD',
      tags: properties['Tags'],
    });
    return {
      physicalId: stateMachineArn,
      attributes: { Arn: stateMachineArn, Name: machine, StateMachineRevisionId: 'INITIAL' },
    };
  },
  async update({ properties, stack, existing }) {
    const { revisionId } = await states(stack, 'UpdateStateMachine', {
      ...settings(properties, stack),
      stateMachineArn: existing.physicalId,
    });
    const attributes = { ...existing.attributes, StateMachineRevisionId: revisionId };
    return { physicalId: existing.physicalId, attributes };
  },
  async delete({ physicalId }, stack) {
    await states(stack, 'DeleteStateMachine', { stateMachineArn: physicalId });
  },
};

const settings = (properties: Properties, stack: StackHost): Properties => ({
  ...omit(
    properties,
    'StateMachineName',
    'StateMachineType',
    'Definition',
    'DefinitionString',
    'DefinitionS3Location',
    'DefinitionSubstitutions',
    'Tags',
  ),
  definition: definition(properties, stack),
});

function definition(properties: Properties, stack: StackHost): string {
  const substitutions = object(properties, 'DefinitionSubstitutions') ?? {};
  // Only what is listed is replaced: other `${...}` belong to the definition.
  return source(properties, stack).replace(/\$\{([\w-]+)\}/g, (written, key: string) =>
    key in substitutions ? String(substitutions[key]) : written,
  );
}

function source(properties: Properties, stack: StackHost): string {
  const location = object(properties, 'DefinitionS3Location');
  if (location === undefined) {
    const inline = properties['Definition'];
    return inline === undefined ? required(properties, 'DefinitionString') : JSON.stringify(inline);
  }
  const key = required(location, 'Key');
  const asset = stack.asset(key);
  if (asset.kind === 'document') return asset.text;
  throw new AssemblyError(`the asset ${key} is no state machine definition`);
}
