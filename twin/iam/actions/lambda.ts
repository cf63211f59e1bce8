// Lambda: the function, with its version or alias where one is named.
import type * as Sdk from '@aws-sdk/client-lambda';
import { defineActions, each, isArn, passes, type Scope, type ServiceActions } from './table.ts';

const SERVICE = 'lambda.amazonaws.com';

interface NamesFunction {
  readonly FunctionName?: string | undefined;
  readonly Qualifier?: string | undefined;
}

/** Functions go by name, by `account:function:name`, or by ARN, each with an optional qualifier. */
function functionArn({ FunctionName = '', Qualifier }: NamesFunction, at: Scope): string {
  const arn = isArn(FunctionName)
    ? FunctionName
    : at.arn('lambda', `function:${FunctionName.replace(/^.*function:/, '')}`);
  return Qualifier === undefined ? arn : `${arn}:${Qualifier}`;
}

const byFunction = (input: NamesFunction, at: Scope) => ({ on: [functionArn(input, at)] });

const invocation = (input: NamesFunction, at: Scope) => ({
  action: 'lambda:InvokeFunction',
  on: [functionArn(input, at)],
});

/** A function URL is no operation of the SDK; who uses one needs both rights since October 2025. */
const urlRequest = (input: NamesFunction & { FunctionUrlAuthType?: string }, at: Scope) => [
  {
    on: [functionArn(input, at)],
    keys: { 'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType ?? 'AWS_IAM' },
  },
  {
    action: 'lambda:InvokeFunction',
    on: [functionArn(input, at)],
    keys: { 'lambda:InvokedViaFunctionUrl': 'true' },
  },
];

const sdkActions = defineActions<typeof Sdk>()('lambda', {
  ...each(['Invoke', 'InvokeAsync', 'InvokeWithResponseStream'], invocation),
  ...each(
    [
      'GetFunction',
      'GetFunctionConfiguration',
      'DeleteFunction',
      'UpdateFunctionCode',
      'PutFunctionConcurrency',
      'DeleteFunctionConcurrency',
      'GetFunctionConcurrency',
      'PutFunctionEventInvokeConfig',
      'GetFunctionEventInvokeConfig',
      'DeleteFunctionEventInvokeConfig',
      'CreateFunctionUrlConfig',
      'GetFunctionUrlConfig',
      'UpdateFunctionUrlConfig',
      'DeleteFunctionUrlConfig',
      'PublishVersion',
      'CreateAlias',
      'UpdateAlias',
      'DeleteAlias',
      'GetAlias',
      'ListAliases',
      'ListVersionsByFunction',
      'AddPermission',
      'RemovePermission',
      'GetPolicy',
    ],
    byFunction,
  ),
  CreateFunction: (input, at) => [byFunction(input, at), ...passes(SERVICE, input.Role)],
  UpdateFunctionConfiguration: (input, at) => [
    byFunction(input, at),
    ...passes(SERVICE, input.Role),
  ],
  CreateEventSourceMapping: (input, at) => ({
    keys: { 'lambda:FunctionArn': functionArn(input, at) },
  }),
});

export const lambdaActions: ServiceActions = {
  prefix: sdkActions.prefix,
  rules: { ...sdkActions.rules, InvokeFunctionUrl: urlRequest },
};
