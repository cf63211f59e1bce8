// AWS::IAM::Policy and AWS::IAM::RolePolicy: documents inside roles.
import { readDocument } from '../../../iam/document.ts';
import { required } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import type { StackHost } from '../../stack-host.ts';
import { rolesOf } from './attach.ts';

export const policy = inlinePolicy('AWS::IAM::Policy', rolesOf);

export const rolePolicy = inlinePolicy('AWS::IAM::RolePolicy', (properties, stack) =>
  rolesOf({ Roles: [required(properties, 'RoleName')] }, stack),
);

function inlinePolicy(
  type: string,
  holders: (properties: Properties, stack: StackHost) => readonly string[],
): ResourceProvider {
  const put = (properties: Properties, stack: StackHost) => {
    const document = readDocument(properties['PolicyDocument']);
    for (const arn of holders(properties, stack)) {
      stack.roles.putInline(arn, required(properties, 'PolicyName'), document);
    }
  };
  const remove = (properties: Properties, stack: StackHost) => {
    for (const arn of holders(properties, stack)) {
      stack.roles.deleteInline(arn, required(properties, 'PolicyName'));
    }
  };
  return {
    type,
    replaceOn: [],
    create({ properties, stack, name }) {
      put(properties, stack);
      const physicalId = name({ lengthMax: 128 });
      return { physicalId, attributes: { Id: physicalId } };
    },
    async update({ properties, stack, existing }) {
      remove(existing.properties, stack);
      put(properties, stack);
      return undefined;
    },
    async delete({ properties }, stack) {
      remove(properties, stack);
    },
  };
}
