// AWS::IAM::Role
import { readDocument } from '../../../iam/document.ts';
import { objects, required, text, texts } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import type { StackHost } from '../../stack-host.ts';
import { attach } from './attach.ts';

const NAME_LENGTH_MAX = 64;

export const role: ResourceProvider = {
  type: 'AWS::IAM::Role',
  replaceOn: ['RoleName', 'Path'],
  create({ properties, stack, name }) {
    const roleName = text(properties, 'RoleName') ?? name({ lengthMax: NAME_LENGTH_MAX });
    const arn = `arn:aws:iam::${stack.account}:role${text(properties, 'Path') ?? '/'}${roleName}`;
    put(stack, arn, properties);
    const RoleId = `AROA${stack.twin.ids.alphanumeric(17)}`;
    return { physicalId: roleName, attributes: { Arn: arn, RoleId } };
  },
  async update({ properties, stack, existing }) {
    const arn = String(existing.attributes['Arn']);
    for (const policyArn of texts(existing.properties, 'ManagedPolicyArns')) {
      stack.roles.detach(arn, policyArn);
    }
    for (const policy of objects(existing.properties, 'Policies')) {
      stack.roles.deleteInline(arn, required(policy, 'PolicyName'));
    }
    put(stack, arn, properties);
    return undefined;
  },
  async delete({ attributes }, stack) {
    stack.roles.delete(String(attributes['Arn']));
  },
};

function put(stack: StackHost, arn: string, properties: Properties): void {
  const boundaryArn = text(properties, 'PermissionsBoundary');
  stack.roles.put({
    arn,
    trust: readDocument(properties['AssumeRolePolicyDocument']),
    tags: Object.fromEntries(
      objects(properties, 'Tags').map(({ Key, Value }) => [String(Key), String(Value)]),
    ),
    ...(boundaryArn === undefined ? {} : { boundaryArn }),
  });
  for (const policyArn of texts(properties, 'ManagedPolicyArns')) attach(stack, arn, policyArn);
  for (const policy of objects(properties, 'Policies')) {
    const document = readDocument(policy['PolicyDocument']);
    stack.roles.putInline(arn, required(policy, 'PolicyName'), document);
  }
}
