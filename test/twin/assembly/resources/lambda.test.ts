import { GetAliasCommand, GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { lambda } from '../../../../twin/services/lambda/index.ts';
import { logs } from '../../../../twin/services/logs/index.ts';
import { trusting } from '../../iam/builders.ts';
import { assemblyWith, judgedTwin } from '../builders.ts';

describe('Lambda types', () => {
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') },
  };
  const fn = (Properties: object = {}) => ({
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'judge',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Code: { ZipFile: 'exports.handler = async () => 1;' },
      ...Properties,
    },
  });
  const version = {
    Type: 'AWS::Lambda::Version',
    Properties: { FunctionName: { Ref: 'Function' } },
  };
  const alias = (versionId: string) => ({
    Type: 'AWS::Lambda::Alias',
    Properties: {
      Name: 'live',
      FunctionName: { Ref: 'Function' },
      FunctionVersion: { 'Fn::GetAtt': [versionId, 'Version'] },
    },
  });

  it('change settings and concurrency in place', async () => {
    const { deploy, client } = judgedTwin([lambda, logs]);
    const deployment = await deploy(
      assemblyWith({ Role: role, Function: fn({ ReservedConcurrentExecutions: 5 }) }),
    );
    await deployment.update(assemblyWith({ Role: role, Function: fn({ Timeout: 20 }) }));
    const { Configuration, Concurrency } = await client(LambdaClient).send(
      new GetFunctionCommand({ FunctionName: 'judge' }),
    );
    expect(Configuration?.Timeout).toBe(20);
    expect(Concurrency?.ReservedConcurrentExecutions).toBeUndefined();
  });

  it('move an alias to a new version, and delete the old one without the function', async () => {
    const { deploy, client } = judgedTwin([lambda, logs]);
    const base = { Role: role, Function: fn() };
    const deployment = await deploy(assemblyWith({ ...base, V1: version, Live: alias('V1') }));
    const changed = { Role: role, Function: fn({ MemorySize: 256 }) };
    await deployment.update(assemblyWith({ ...changed, V2: version, Live: alias('V2') }));
    const { FunctionVersion } = await client(LambdaClient).send(
      new GetAliasCommand({ FunctionName: 'judge', Name: 'live' }),
    );
    expect(FunctionVersion).toBe('2');
  });
});
