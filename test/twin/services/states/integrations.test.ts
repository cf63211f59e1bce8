import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { codedeploy } from '../../../../twin/services/codedeploy/index.ts';
import { dynamodb } from '../../../../twin/services/dynamodb/index.ts';
import { elasticloadbalancing } from '../../../../twin/services/elasticloadbalancing/index.ts';
import { events } from '../../../../twin/services/events/index.ts';
import { sqs } from '../../../../twin/services/sqs/index.ts';
import { JSONATA, startStates } from './start-states.ts';

const task = (Resource: string, Arguments: object, more: object = {}) => ({
  Type: 'Task',
  Resource: `arn:aws:states:::${Resource}`,
  Arguments,
  End: true,
  ...more,
});

async function withTable() {
  const started = startStates({ services: [dynamodb] });
  const client = started.client(DynamoDBClient);
  await started.pump.runUntil(
    client.send(
      new CreateTableCommand({
        TableName: 'releases',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    ),
  );
  await started.pass(60);
  return started;
}

const KEY = { pk: { S: 'auth' } };

describe('integrations', () => {
  it('read and write DynamoDB with attribute values as they are', async () => {
    const { run } = await withTable();
    const put = task(
      'dynamodb:putItem',
      { TableName: 'releases', Item: { ...KEY, count: { N: '7' }, list: { L: [{ S: 'a' }] } } },
      { End: undefined, Next: 'Get' },
    );
    const get = task('aws-sdk:dynamodb:getItem', { TableName: 'releases', Key: KEY });
    const { output, error, cause } = await run({ Put: put, Get: get }, { top: JSONATA });
    expect({ error, cause, Item: output?.Item }).toEqual({
      Item: { pk: { S: 'auth' }, count: { N: '7' }, list: { L: [{ S: 'a' }] } },
    });
  });

  it.each([
    ['dynamodb:putItem', 'DynamoDB.ConditionalCheckFailedException'],
    ['aws-sdk:dynamodb:putItem', 'DynamoDb.ConditionalCheckFailedException'],
  ])('of %s name a failed condition %s', async (resource, error) => {
    const { run } = await withTable();
    const put = task(resource, {
      TableName: 'releases',
      Item: KEY,
      ConditionExpression: 'attribute_exists(pk)',
    });
    expect((await run({ Put: put }, { top: JSONATA })).error).toBe(error);
  });

  it.each([
    [
      'elasticloadbalancingv2:describeRules',
      {
        RuleArns: ['arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/a/b/c/d'],
      },
      'ElasticLoadBalancingV2.RuleNotFoundException',
    ],
    [
      'codedeploy:getDeployment',
      { DeploymentId: 'd-000000000' },
      'CodeDeploy.DeploymentDoesNotExistException',
    ],
    ['sqs:getQueueUrl', { QueueName: 'none' }, 'Sqs.QueueDoesNotExistException'],
    [
      'sfn:describeExecution',
      { ExecutionArn: 'arn:aws:states:us-east-1:123456789012:execution:a:b' },
      'Sfn.ExecutionDoesNotExistException',
    ],
  ])('aws-sdk:%s names its error as the Java SDK does', async (action, args, error) => {
    const { run } = startStates({ services: [codedeploy, elasticloadbalancing, sqs] });
    expect((await run({ T: task(`aws-sdk:${action}`, args) }, { top: JSONATA })).error).toBe(error);
  });

  it('send objects as JSON text, and events to a bus', async () => {
    const { run, client, pump } = startStates({ services: [sqs, events] });
    const queue = client(SQSClient);
    const { QueueUrl } = await pump.runUntil(
      queue.send(new CreateQueueCommand({ QueueName: 'q' })),
    );
    const send = task(
      'sqs:sendMessage',
      { QueueUrl, MessageBody: { a: '{% $states.input.a %}' } },
      { End: undefined, Next: 'Put' },
    );
    const entry = { Source: 'spillway', DetailType: 'Release', Detail: { a: 1 } };
    const put = task('events:putEvents', { Entries: [entry] });
    const { output } = await run({ Send: send, Put: put }, { input: { a: 1 }, top: JSONATA });
    expect(output).toMatchObject({ FailedEntryCount: 0, SdkHttpMetadata: { HttpStatusCode: 200 } });
    const { Messages } = await pump.runUntil(queue.send(new ReceiveMessageCommand({ QueueUrl })));
    expect(Messages?.[0]?.Body).toBe('{"a":1}');
  });

  it.each([
    ['states:startExecution.sync', '{"a":1}'],
    ['states:startExecution.sync:2', { a: 1 }],
  ])('%s waits for the other machine', async (resource, output) => {
    const { run, create } = startStates();
    const child = await create({
      W: { Type: 'Wait', Seconds: 60, Next: 'S' },
      S: { Type: 'Succeed' },
    });
    const args = { StateMachineArn: child, Input: { a: 1 } };
    const result = await run({ T: task(resource, args) }, { top: JSONATA });
    expect(result.output).toMatchObject({ Status: 'SUCCEEDED', Output: output });
    expect(result.types).toContain('TaskSubmitted');
  });

  it('stop the other machine when they are given up', async () => {
    const { run, create, sfn, pump } = startStates();
    const child = await create({ W: { Type: 'Wait', Seconds: 600, End: true } });
    const parent = task(
      'states:startExecution.sync:2',
      { StateMachineArn: child },
      { TimeoutSeconds: 10 },
    );
    expect((await run({ T: parent }, { top: JSONATA, seconds: 20 })).error).toBe('States.Timeout');
    const { executions } = await pump.runUntil(
      sfn.send(new ListExecutionsCommand({ stateMachineArn: child })),
    );
    expect(executions?.map(({ status }) => status)).toEqual(['ABORTED']);
  });

  it('tell of a child that failed', async () => {
    const { run, create } = startStates();
    const child = await create({ F: { Type: 'Fail', Error: 'Bad', Cause: 'very' } });
    const args = { StateMachineArn: child };
    const { error, cause } = await run(
      { T: task('states:startExecution.sync:2', args) },
      { top: JSONATA },
    );
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(cause ?? '')).toMatchObject({
      Error: 'Bad',
      Cause: 'very',
      Status: 'FAILED',
    });
  });
});

describe('mock configurations', () => {
  const mockConfig = {
    StateMachines: { checkout: { TestCases: { Flaky: { Pay: 'MockedPay' } } } },
    MockedResponses: {
      MockedPay: {
        '0-1': { Throw: { Error: 'Busy', Cause: 'try again' } },
        '2': { Return: { StatusCode: 200, Payload: 'paid' } },
      },
    },
  };
  const states = {
    Pay: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'pay' },
      Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }],
      End: true,
    },
  };

  it('play the responses of the test case after the ARN', async () => {
    const { create, start, pass, describe: look } = startStates({ mockConfig });
    const machine = await create(states, { name: 'checkout' });
    const executionArn = await start(`${machine}#Flaky`);
    await pass(60);
    expect(await look(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"StatusCode":200,"Payload":"paid"}',
    });
  });

  it('refuse a test case that is not there', async () => {
    const { create, start } = startStates({ mockConfig });
    const machine = await create(states, { name: 'checkout' });
    await expect(start(`${machine}#Other`)).rejects.toThrow('no test case Other for checkout');
  });
});
