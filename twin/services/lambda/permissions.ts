// The resource policy of a function: who else may invoke it.
import type * as sdk from '@aws-sdk/client-lambda';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { FunctionStore, LambdaFunction, PolicyStatement } from './function.ts';

export function permissionOperations(store: FunctionStore): Operations<typeof sdk> {
  return {
    AddPermission(input) {
      const fn = store.find(input.FunctionName ?? '');
      const statement = toStatement(fn, input);
      if (fn.policy.some((each) => each.Sid === statement.Sid)) {
        throw new AwsError(
          'ResourceConflictException',
          `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          { fields: { Type: 'User' } },
        );
      }
      fn.policy.push(statement);
      return { Statement: JSON.stringify(statement) };
    },
    RemovePermission(input) {
      const { policy } = store.find(input.FunctionName ?? '');
      const index = policy.findIndex((each) => each.Sid === input.StatementId);
      if (index < 0)
        throw missing(`Statement ${input.StatementId} is not found in resource policy.`);
      policy.splice(index, 1);
      return {};
    },
    GetPolicy(input) {
      const fn = store.find(input.FunctionName ?? '');
      const document = policyDocument(fn);
      if (document === undefined) throw missing('The resource you requested does not exist.');
      return { Policy: JSON.stringify(document), RevisionId: fn.configuration.RevisionId };
    },
  };
}

/** The policy as a document, or undefined where the function has none. */
export const policyDocument = (fn: LambdaFunction): object | undefined =>
  fn.policy.length === 0
    ? undefined
    : { Version: '2012-10-17', Id: 'default', Statement: fn.policy };

const missing = (message: string): AwsError =>
  new AwsError('ResourceNotFoundException', message, { fields: { Type: 'User' } });

function toStatement(fn: LambdaFunction, input: sdk.AddPermissionCommandInput): PolicyStatement {
  const principal = input.Principal ?? '';
  const conditions = {
    ...(input.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
    ...(input.SourceAccount === undefined && input.FunctionUrlAuthType === undefined
      ? {}
      : {
          StringEquals: {
            ...(input.SourceAccount === undefined
              ? {}
              : { 'AWS:SourceAccount': input.SourceAccount }),
            ...(input.FunctionUrlAuthType === undefined
              ? {}
              : { 'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType }),
          },
        }),
  };
  return {
    Sid: input.StatementId ?? '',
    Effect: 'Allow',
    Principal: principalOf(principal),
    Action: input.Action ?? '',
    Resource: fn.configuration.FunctionArn,
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  };
}

function principalOf(principal: string): unknown {
  if (principal === '*') return '*';
  if (principal.includes('amazonaws.com')) return { Service: principal };
  return { AWS: /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal };
}
