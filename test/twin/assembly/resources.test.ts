// Resource types whose updates need more than one call, or touch more than one thing.
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeEventBusCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { GetAliasCommand, GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { roleCaller } from '../../../twin/host/caller.ts';
import { dynamodb } from '../../../twin/services/dynamodb/index.ts';
import { ecr } from '../../../twin/services/ecr/index.ts';
import { ecs } from '../../../twin/services/ecs/index.ts';
import { elasticloadbalancing } from '../../../twin/services/elasticloadbalancing/index.ts';
import { events } from '../../../twin/services/events/index.ts';
import { lambda } from '../../../twin/services/lambda/index.ts';
import { logs } from '../../../twin/services/logs/index.ts';
import { monitoring } from '../../../twin/services/monitoring/index.ts';
import { secretsmanager } from '../../../twin/services/secretsmanager/index.ts';
import { sqs } from '../../../twin/services/sqs/index.ts';
import { assemblyWith, judgedTwin } from './builders.ts';

const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: `${service}.amazonaws.com` },
    },
  ],
});

const allowing = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

describe('IAM types', () => {
  const role = (Properties: object) => ({
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'worker', AssumeRolePolicyDocument: trust('lambda'), ...Properties },
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

describe('EventBridge types', () => {
  const queue = { Type: 'AWS::SQS::Queue' };
  const target = (Id: string, queueId: string) => ({
    Id,
    Arn: { 'Fn::GetAtt': [queueId, 'Arn'] },
  });
  const rule = (...Targets: object[]) => ({
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'pushes',
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['shop'] },
      Targets,
    },
  });
  const bus = { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } };

  it('keep rules of a bus in step with their targets', async () => {
    const { deploy, client } = judgedTwin([events, sqs]);
    const base = { Bus: bus, A: queue, B: queue };
    const deployment = await deploy(
      assemblyWith({ ...base, Rule: rule(target('1', 'A'), target('2', 'B')) }),
    );
    expect(deployment.stack('Shop').resources.get('Rule')).toMatchObject({
      physicalId: 'shop|pushes',
      attributes: { Arn: 'arn:aws:events:us-east-1:123456789012:rule/shop/pushes' },
    });
    const updated = await deployment.update(
      assemblyWith({ ...base, Rule: rule(target('2', 'A')) }),
    );
    const { Targets } = await client(EventBridgeClient).send(
      new ListTargetsByRuleCommand({ Rule: 'pushes', EventBusName: 'shop' }),
    );
    expect(Targets?.map(({ Id, Arn }) => [Id, Arn?.includes(':Shop-A-')])).toEqual([['2', true]]);
    await updated.destroy();
  });

  it('keep all statements of a bus that has several policies', async () => {
    const { deploy, client } = judgedTwin([events]);
    const statement = (StatementId: string, Action: string) => ({
      Type: 'AWS::Events::EventBusPolicy',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        StatementId,
        Statement: { Effect: 'Allow', Principal: '*', Action, Resource: '*' },
      },
    });
    const deployment = await deploy(
      assemblyWith({
        Bus: bus,
        One: statement('one', 'events:PutEvents'),
        Two: statement('two', 'events:PutRule'),
      }),
    );
    const sids = async () => {
      const answer = await client(EventBridgeClient).send(
        new DescribeEventBusCommand({ Name: 'shop' }),
      );
      return (JSON.parse(answer.Policy ?? '{}') as { Statement: { Sid: string }[] }).Statement.map(
        ({ Sid }) => Sid,
      );
    };
    expect(await sids()).toEqual(['one', 'two']);
    await deployment.update(assemblyWith({ Bus: bus, Two: statement('two', 'events:PutRule') }));
    expect(await sids()).toEqual(['two']);
  });
});

describe('Lambda types', () => {
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: trust('lambda') },
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

describe('a table', () => {
  const table = (...indexes: string[]) => ({
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'shop',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: ['pk', ...indexes].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      ...(indexes.length === 0
        ? {}
        : {
            GlobalSecondaryIndexes: indexes.map((AttributeName) => ({
              IndexName: `by-${AttributeName}`,
              KeySchema: [{ AttributeName, KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            })),
          }),
    },
  });

  it('can be used as soon as the deployment is over', async () => {
    const { deploy, client, clock } = judgedTwin([dynamodb]);
    const before = clock.now();
    await deploy(assemblyWith({ Table: table() }));
    const { Table } = await client(DynamoDBClient).send(
      new DescribeTableCommand({ TableName: 'shop' }),
    );
    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(clock.now() - before).toBeLessThan(5000);
  });

  it('gets an index added', async () => {
    const { deploy, client } = judgedTwin([dynamodb]);
    const deployment = await deploy(assemblyWith({ Table: table() }));
    await deployment.update(assemblyWith({ Table: table('state') }));
    const { Table } = await client(DynamoDBClient).send(
      new DescribeTableCommand({ TableName: 'shop' }),
    );
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['by-state']);
  });
});

describe('a secret', () => {
  it('is generated into its template', async () => {
    const { deploy, client } = judgedTwin([secretsmanager]);
    await deploy(
      assemblyWith({
        Secret: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: {
            Name: 'db',
            GenerateSecretString: {
              SecretStringTemplate: '{"user":"shop"}',
              GenerateStringKey: 'password',
              PasswordLength: 20,
            },
          },
        },
      }),
    );
    const { SecretString } = await client(SecretsManagerClient).send(
      new GetSecretValueCommand({ SecretId: 'db' }),
    );
    expect(JSON.parse(SecretString ?? '')).toEqual({
      user: 'shop',
      password: expect.stringMatching(/^\w{20}$/),
    });
  });
});

describe('a service', () => {
  const resources = (DesiredCount: number) => ({
    Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'main' } },
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: 'shop',
        Cpu: '256',
        Memory: '512',
        NetworkMode: 'awsvpc',
        RequiresCompatibilities: ['FARGATE'],
        ContainerDefinitions: [{ Name: 'web', Image: 'public.ecr.aws/nginx/nginx:1' }],
      },
    },
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: {
        Cluster: { Ref: 'Cluster' },
        ServiceName: 'shop',
        LaunchType: 'FARGATE',
        TaskDefinition: { Ref: 'Task' },
        DesiredCount,
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } },
      },
    },
  });

  it('is scaled in place and drained before its cluster goes', async () => {
    const { deploy, client } = judgedTwin([ecr, ecs, elasticloadbalancing, events, monitoring]);
    const deployment = await deploy(assemblyWith(resources(1)));
    const updated = await deployment.update(assemblyWith(resources(2)));
    expect(updated.changes).toMatchObject([{ action: 'update', properties: ['DesiredCount'] }]);
    const { services } = await client(ECSClient).send(
      new DescribeServicesCommand({ cluster: 'main', services: ['shop'] }),
    );
    expect(services?.[0]?.desiredCount).toBe(2);
    const { changes } = await updated.destroy();
    expect(changes.map(({ logicalId }) => logicalId)).toEqual(['Service', 'Task', 'Cluster']);
  });

  it('runs all its tasks when the deployment is asked to wait for them', async () => {
    const { deploy, client } = judgedTwin([ecr, ecs, elasticloadbalancing, events, monitoring]);
    await deploy(assemblyWith(resources(2)), { steady: true });
    const { services } = await client(ECSClient).send(
      new DescribeServicesCommand({ cluster: 'main', services: ['shop'] }),
    );
    expect(services?.[0]?.runningCount).toBe(2);
  });
});
