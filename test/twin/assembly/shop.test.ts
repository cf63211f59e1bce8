// A synthesised CDK app on the twin: everything in it exists afterwards, as its template says.
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient, GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetGroupAttributesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Assembly, type Deployment, readAssembly } from '../../../twin/assembly/index.ts';
import { roleCaller, serviceCaller } from '../../../twin/host/caller.ts';
import { allServices } from '../../../twin/services/all.ts';
import { type JudgedTwin, judgedTwin } from './builders.ts';
import { synthShop } from './fixtures/shop-app.ts';

let assembly: Assembly;
let shop: JudgedTwin;
let deployment: Deployment;

/** The one resource of a type whose logical id begins so. */
function made(type: string, prefix = ''): { physicalId: string; attribute(name: string): string } {
  const found = [...deployment.stack('Shop').resources.values()].find(
    (each) => each.type === type && each.logicalId.startsWith(prefix),
  );
  if (found === undefined) throw new Error(`nothing made of type ${type}`);
  const attribute = (name: string) => String(found.attributes[name]);
  return { physicalId: found.physicalId, attribute };
}

beforeAll(async () => {
  assembly = readAssembly(synthShop());
  shop = judgedTwin(allServices());
  deployment = await shop.deploy(assembly);
});

describe('the shop', () => {
  it('is deployed whole, without a warning', () => {
    expect(deployment.ignored).toEqual([]);
    expect(deployment.warnings).toEqual([]);
    expect(deployment.stacks.map(({ name }) => name)).toEqual(['Shop', 'Other']);
    expect(deployment.changes.length).toBeGreaterThan(80);
    expect(new Set(deployment.changes.map(({ action }) => action))).toEqual(new Set(['create']));
  });

  it('has its service under CodeDeploy, behind the blue group', async () => {
    const cluster = made('AWS::ECS::Cluster').physicalId;
    const service = made('AWS::ECS::Service').physicalId;
    const { services = [] } = await shop
      .client(ECSClient)
      .send(new DescribeServicesCommand({ cluster, services: [service] }));
    expect(services).toMatchObject([
      { status: 'ACTIVE', desiredCount: 2, deploymentController: { type: 'CODE_DEPLOY' } },
    ]);
    expect(made('AWS::ECS::Service').attribute('Name')).toMatch(/^Shop-Service\w+-\w{12}$/);
  });

  it('keeps the labels of its containers as they are written', async () => {
    const taskDefinition = made('AWS::ECS::TaskDefinition').physicalId;
    const answer = await shop
      .client(ECSClient)
      .send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    expect(answer.taskDefinition?.containerDefinitions).toMatchObject([
      {
        name: 'web',
        dockerLabels: { 'My-Label': 'Kept' },
        image: expect.stringMatching(
          /^123456789012\.dkr\.ecr\.us-east-1\.amazonaws\.com\/shop-images\w+-\w{12}:1\.0\.0$/,
        ),
      },
    ]);
  });

  it('has its deployment group with both listeners, both groups, its alarm and its waits', async () => {
    const { deploymentGroupInfo } = await shop.client(CodeDeployClient).send(
      new GetDeploymentGroupCommand({
        applicationName: made('AWS::CodeDeploy::Application').physicalId,
        deploymentGroupName: made('AWS::CodeDeploy::DeploymentGroup').physicalId,
      }),
    );
    const groups = ['Blue', 'Green'].map((prefix) => ({
      name: made('AWS::ElasticLoadBalancingV2::TargetGroup', prefix).attribute('TargetGroupName'),
    }));
    expect(deploymentGroupInfo).toMatchObject({
      deploymentConfigName: made('AWS::CodeDeploy::DeploymentConfig').physicalId,
      alarmConfiguration: {
        alarms: [{ name: made('AWS::CloudWatch::Alarm', 'Errors').physicalId }],
      },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 480 },
        terminateBlueInstancesOnDeploymentSuccess: { terminationWaitTimeInMinutes: 5 },
      },
      loadBalancerInfo: { targetGroupPairInfoList: [{ targetGroups: groups }] },
    });
  });

  it('has alarms on the dimensions that the load balancer will report', async () => {
    const name = made('AWS::CloudWatch::Alarm', 'Errors').physicalId;
    const { MetricAlarms } = await shop
      .client(CloudWatchClient)
      .send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
    const balancer = made('AWS::ElasticLoadBalancingV2::LoadBalancer');
    const green = made('AWS::ElasticLoadBalancingV2::TargetGroup', 'Green');
    expect(MetricAlarms?.[0]?.Dimensions).toEqual([
      { Name: 'LoadBalancer', Value: balancer.attribute('LoadBalancerFullName') },
      { Name: 'TargetGroup', Value: green.attribute('TargetGroupFullName') },
    ]);
    expect(MetricAlarms?.[0]?.AlarmActions).toEqual([made('AWS::SNS::Topic').physicalId]);
  });

  it('has target groups with their attributes', async () => {
    const TargetGroupArn = made('AWS::ElasticLoadBalancingV2::TargetGroup', 'Blue').physicalId;
    const { Attributes } = await shop
      .client(ElasticLoadBalancingV2Client)
      .send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
    expect(Attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '30' });
  });

  it('has a function that runs, with its table in the environment', async () => {
    const FunctionName = made('AWS::Lambda::Function', 'Judge').physicalId;
    const client = shop.client(LambdaClient);
    const { Configuration, Concurrency } = await client.send(
      new GetFunctionCommand({ FunctionName }),
    );
    expect(Configuration?.Environment?.Variables).toEqual({
      TABLE: made('AWS::DynamoDB::GlobalTable').physicalId,
    });
    expect(Concurrency?.ReservedConcurrentExecutions).toBe(5);
    const invoked = shop.pump.runUntil(client.send(new InvokeCommand({ FunctionName })));
    expect(Buffer.from((await invoked).Payload ?? []).toString()).toBe('"judged"');
  });

  it('has a rule with its targets', async () => {
    const { Targets } = await shop
      .client(EventBridgeClient)
      .send(new ListTargetsByRuleCommand({ Rule: made('AWS::Events::Rule').physicalId }));
    expect(Targets?.map(({ Arn }) => Arn)).toEqual([
      made('AWS::StepFunctions::StateMachine').physicalId,
      made('AWS::Lambda::Function', 'Judge').attribute('Arn'),
      made('AWS::SQS::Queue', 'Jobs').attribute('Arn'),
    ]);
  });

  it('tells its other stack where the topic is', async () => {
    const { Parameter } = await shop
      .client(SSMClient)
      .send(new GetParameterCommand({ Name: '/shop/on-call' }));
    expect(Parameter?.Value).toBe(made('AWS::SNS::Topic').physicalId);
  });
});

describe('a push', () => {
  it('runs the machine, the judge and the queue, and needs no right that is missing', async () => {
    const own = judgedTwin(allServices());
    const { resources } = (await own.deploy(assembly)).stack('Shop');
    const machine = [...resources.values()].find(({ type }) => type.endsWith('StateMachine'));
    own.twin.peer('events', 'us-east-1').emit({
      source: 'aws.ecr',
      detailType: 'ECR Image Action',
      detail: { 'action-type': 'PUSH', 'image-tag': '1.0.1', result: 'SUCCESS' },
      resources: [],
      delivery: 'guaranteed',
    });
    await own.pass(120);
    const stateMachineArn = machine?.physicalId ?? '';
    const { executions } = await own
      .client(SFNClient)
      .send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(own.iam.report().denied).toEqual([]);
  });
});

describe('the policies of the shop', () => {
  it('let the judge read its table and nothing more', async () => {
    const caller = roleCaller(made('AWS::IAM::Role', 'JudgeServiceRole').attribute('Arn'), 'judge');
    const TableName = made('AWS::DynamoDB::GlobalTable').physicalId;
    const client = shop.client(DynamoDBClient, { caller });
    const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
    await shop.pump.runUntil(client.send(new GetItemCommand({ TableName, Key })));
    const put = client.send(new PutItemCommand({ TableName, Item: Key }));
    await expect(shop.pump.runUntil(put)).rejects.toThrow(
      `User: ${caller.arn} is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:123456789012:table/${TableName} because no identity-based policy allows the dynamodb:PutItem action`,
    );
    expect(shop.iam.report().denied).toMatchObject([
      { role: caller.roleArn, action: 'dynamodb:PutItem', count: 1 },
    ]);
  });

  it('let the rule call the judge, and no other rule', () => {
    const invoke = (sourceArn: string) => () =>
      shop.iam.authorize(
        { FunctionName: made('AWS::Lambda::Function', 'Judge').physicalId },
        {
          service: 'lambda',
          operation: 'Invoke',
          account: '123456789012',
          region: 'us-east-1',
          requestId: 'request',
          caller: serviceCaller('123456789012', 'events.amazonaws.com', sourceArn),
        },
      );
    const ruleArn = made('AWS::Events::Rule').attribute('Arn');
    expect(invoke(ruleArn)).not.toThrow();
    expect(invoke(`${ruleArn}-other`)).toThrow('no resource-based policy allows');
  });

  it('let CodeDeploy assume its role, and nobody else', () => {
    const roleArn = made('AWS::IAM::Role', 'GroupServiceRole').attribute('Arn');
    const assume = (principal: string) =>
      shop.iam.assume({ roleArn, principal, session: 's', region: 'us-east-1' });
    expect(assume('codedeploy.amazonaws.com')?.roleArn).toBe(roleArn);
    expect(assume('states.amazonaws.com')).toBeUndefined();
  });

  it('show grants that nobody has used', () => {
    const role = made('AWS::IAM::Role', 'JudgeServiceRole').attribute('Arn');
    const [unused] = shop.iam
      .report()
      .unused.filter((each) => each.role === role && !each.policy.startsWith('arn:'));
    expect(unused?.actions).toContain('dynamodb:Scan');
    expect(unused?.actions).not.toContain('dynamodb:GetItem');
  });
});

describe('another twin', () => {
  it('gives the shop the same names', async () => {
    const second = await judgedTwin(allServices()).deploy(assembly);
    const topics = [deployment, second].map(
      (each) => each.stack('Shop').outputs['ExportsOutputRefOnCall0B2745F43CD303AB'],
    );
    expect(topics[0]).toBeDefined();
    expect(topics[0]).toBe(topics[1]);
  });

  it('takes the shop away again, all but what is retained', async () => {
    const second = judgedTwin(allServices());
    const { changes } = await (await second.deploy(assembly)).destroy();
    expect(changes.filter(({ action }) => action === 'delete').length).toBeGreaterThan(80);
    expect(changes.filter(({ action }) => action === 'retain').map(({ type }) => type)).toEqual([
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogGroup',
    ]);
  });
});
