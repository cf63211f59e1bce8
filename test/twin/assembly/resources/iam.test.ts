import { describe, expect, it } from 'vitest';
import { roleCaller } from '../../../../twin/host/caller.ts';
import { sqs } from '../../../../twin/services/sqs/index.ts';
import { allow, policy as documentOf, trusting } from '../../iam/builders.ts';
import { assemblyWith, judgedTwin } from '../builders.ts';

const allowing = (action: string) => documentOf(allow(action));

describe('IAM types', () => {
  const role = (Properties: object) => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'worker',
      AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'),
      ...Properties,
    },
  });
  const policy = (Action: string) => ({
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'P', PolicyDocument: allowing(Action), Roles: [{ Ref: 'Role' }] },
  });
  const managed = (Action: string) => ({
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: allowing(Action), Roles: [{ Ref: 'Role' }] },
  });
  const caller = roleCaller('arn:aws:iam::123456789012:role/worker', 's');

  const start = () => {
    const twin = judgedTwin([sqs]);
    const may = (operation: string) => {
      try {
        const region = 'us-east-1';
        const context = {
          service: 'sqs' as const,
          operation,
          caller,
          region,
          account: '',
          requestId: '',
        };
        twin.iam.authorize({}, context);
        return true;
      } catch {
        return false;
      }
    };
    return { ...twin, may };
  };

  it('grant what the role, its policies and its managed policies grant together', async () => {
    const { deploy, may } = start();
    await deploy(
      assemblyWith({
        Role: role({
          Policies: [{ PolicyName: 'In', PolicyDocument: allowing('sqs:SendMessage') }],
        }),
        Policy: policy('sqs:PurgeQueue'),
        Managed: managed('sqs:DeleteQueue'),
      }),
    );
    expect(['SendMessage', 'PurgeQueue', 'DeleteQueue', 'ReceiveMessage'].map(may)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('take back what an update no longer grants', async () => {
    const { deploy, may } = start();
    const inline = {
      Policies: [{ PolicyName: 'In', PolicyDocument: allowing('sqs:SendMessage') }],
    };
    const deployment = await deploy(
      assemblyWith({
        Role: role(inline),
        P: policy('sqs:PurgeQueue'),
        M: managed('sqs:DeleteQueue'),
      }),
    );
    const updated = await deployment.update(
      assemblyWith({
        Role: role({}),
        P: policy('sqs:ReceiveMessage'),
        M: managed('sqs:ListQueues'),
      }),
    );
    expect(updated.changes.map(({ action }) => action)).toEqual(['update', 'update', 'update']);
    const operations = ['SendMessage', 'PurgeQueue', 'DeleteQueue', 'ReceiveMessage', 'ListQueues'];
    expect(operations.map(may)).toEqual([false, false, false, true, true]);
    await updated.update(assemblyWith({ Role: role({}) }));
    expect(operations.map(may)).toEqual([false, false, false, false, false]);
  });

  it('say when a managed policy is not known, and refuse an unknown boundary', async () => {
    const { deploy } = start();
    const strange = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    const { warnings } = await deploy(
      assemblyWith({ Role: role({ ManagedPolicyArns: [strange] }) }),
    );
    expect(warnings).toEqual([
      `Shop: the managed policy ${strange} is not known: it grants nothing to arn:aws:iam::123456789012:role/worker`,
    ]);
    await expect(
      start().deploy(assemblyWith({ Role: role({ PermissionsBoundary: strange }) })),
    ).rejects.toThrow(`Shop/Role (AWS::IAM::Role): the managed policy ${strange} is not known`);
  });

  it('refuse a document that cannot be judged', async () => {
    const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    const PolicyDocument = {
      Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*', Condition }],
    };
    await expect(
      start().deploy(
        assemblyWith({ Role: role({ Policies: [{ PolicyName: 'In', PolicyDocument }] }) }),
      ),
    ).rejects.toThrow('condition operator IpAddress is not simulated');
  });
});
