// AWS::IAM::ManagedPolicy
import { readDocument } from '../../../iam/document.ts';
import { text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { rolesOf } from './attach.ts';

export const managedPolicy: ResourceProvider = {
  type: 'AWS::IAM::ManagedPolicy',
  replaceOn: ['ManagedPolicyName', 'Path', 'Description'],
  create({ properties, stack, name }) {
    const policyName = text(properties, 'ManagedPolicyName') ?? name({ lengthMax: 128 });
    const path = text(properties, 'Path') ?? '/';
    const arn = `arn:aws:iam::${stack.account}:policy${path}${policyName}`;
    stack.roles.putManaged(arn, readDocument(properties['PolicyDocument']));
    for (const roleArn of rolesOf(properties, stack)) stack.roles.attach(roleArn, arn);
    return { physicalId: arn, attributes: { PolicyArn: arn } };
  },
  async update({ properties, stack, existing: { physicalId: arn, properties: before } }) {
    stack.roles.putManaged(arn, readDocument(properties['PolicyDocument']));
    for (const roleArn of rolesOf(before, stack)) stack.roles.detach(roleArn, arn);
    for (const roleArn of rolesOf(properties, stack)) stack.roles.attach(roleArn, arn);
    return undefined;
  },
  async delete({ physicalId: arn, properties }, stack) {
    for (const roleArn of rolesOf(properties, stack)) stack.roles.detach(roleArn, arn);
    stack.roles.deleteManaged(arn);
  },
};
