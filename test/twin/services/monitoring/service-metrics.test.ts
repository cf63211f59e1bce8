// What functions, state machines, rules and queues tell CloudWatch, as alarms and queries see it.
import type { Statistic } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../../../twin/index.ts';
import { named, startMetered } from './start-metered.ts';

const ROLE = `arn:aws:iam::${DEFAULT_ACCOUNT}:role/any`;
const MACHINE = `arn:aws:states:${DEFAULT_REGION}:${DEFAULT_ACCOUNT}:stateMachine:machine`;

describe('functions', () => {
  it('count invocations, errors, throttles, and how long they take', async () => {
    const { addMoody, invoke, call, pass, total } = startMetered();
    await addMoody();
    await invoke({});
    await invoke({ bad: true });
    await call('lambda', 'PutFunctionConcurrency', {
      FunctionName: 'moody',
      ReservedConcurrentExecutions: 0,
    });
    await expect(invoke({})).rejects.toThrow('Rate Exceeded');
    expect(await total('AWS/Lambda', 'Invocations', { FunctionName: 'moody' })).toBeUndefined();
    await pass(15);
    const metric = (name: string, statistic?: Statistic) =>
      total('AWS/Lambda', name, { FunctionName: 'moody' }, statistic);
    expect(await metric('Invocations')).toBe(2);
    expect(await metric('Errors')).toBe(1);
    expect(await metric('Errors', 'SampleCount')).toBe(2);
    expect(await metric('Throttles')).toBe(1);
    expect(await metric('Duration', 'Average')).toBeCloseTo(1500);
    expect(await metric('ConcurrentExecutions', 'Maximum')).toBe(1);
    expect(await total('AWS/Lambda', 'Invocations', {})).toBe(2);
  });

  it('set off alarms, minutes later', async () => {
    const { addMoody, invoke, pass, alarm } = startMetered();
    await addMoody();
    const state = await alarm({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: named('FunctionName', 'moody'),
    });
    await pass(5);
    expect(await state()).toBe('OK');
    await invoke({ bad: true });
    expect(await state()).toBe('OK');
    await pass(6);
    expect(await state()).toBe('ALARM');
  });
});

describe('state machines', () => {
  it('count how executions begin and end', async () => {
    const { call, pass, total, alarm } = startMetered();
    const definition = JSON.stringify({
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Choice',
          Choices: [
            { Variable: '$.bad', IsPresent: true, Next: 'Bad' },
            { Variable: '$.slow', IsPresent: true, Next: 'Slow' },
          ],
          Default: 'Good',
        },
        Good: { Type: 'Wait', Seconds: 10, End: true },
        Slow: { Type: 'Wait', Seconds: 1000, End: true },
        Bad: { Type: 'Fail' },
      },
      TimeoutSeconds: 60,
    });
    await call('states', 'CreateStateMachine', { name: 'machine', roleArn: ROLE, definition });
    const state = await alarm({
      Namespace: 'AWS/States',
      MetricName: 'ExecutionsFailed',
      Dimensions: named('StateMachineArn', MACHINE),
    });
    const begin = (input: object) =>
      call('states', 'StartExecution', { stateMachineArn: MACHINE, input: JSON.stringify(input) });
    for (const input of [{}, { bad: 1 }, { slow: 1 }]) await begin(input);
    const { executionArn } = await begin({});
    await call('states', 'StopExecution', { executionArn });
    await pass(6);
    expect(await state()).toBe('ALARM');
    await pass(10);
    const count = (name: string, statistic?: Statistic) =>
      total('AWS/States', name, { StateMachineArn: MACHINE }, statistic);
    expect(await count('ExecutionsStarted')).toBe(4);
    expect(await count('ExecutionsSucceeded')).toBe(1);
    expect(await count('ExecutionsFailed')).toBe(1);
    expect(await count('ExecutionsTimedOut')).toBe(1);
    expect(await count('ExecutionsAborted')).toBe(1);
    expect(await count('ExecutionTime', 'Maximum')).toBe(60_000);
  });
});

describe('rules and queues', () => {
  it('count what is delivered, what is not, and what lies there', async () => {
    const { call, pass, total, alarm } = startMetered();
    const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName: 'dead' });
    await call('events', 'PutRule', { Name: 'rule', EventPattern: '{"source":["shop"]}' });
    const arnOf = (name: string) => `arn:aws:sqs:${DEFAULT_REGION}:${DEFAULT_ACCOUNT}:${name}`;
    const Targets = [
      { Id: 'none', Arn: arnOf('none'), DeadLetterConfig: { Arn: arnOf('dead') } },
      { Id: 'worse', Arn: arnOf('none') },
    ];
    await call('events', 'PutTargets', { Rule: 'rule', Targets });
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arnOf('dead'),
        },
      ],
    });
    await call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
    const state = await alarm({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: named('QueueName', 'dead'),
      Statistic: 'Maximum',
    });
    await pass(5);
    expect(await state()).toBe('OK');
    const Entries = [{ Source: 'shop', DetailType: 'order', Detail: '{}' }];
    await call('events', 'PutEvents', { Entries });
    await pass(6);
    expect(await state()).toBe('ALARM');
    const rule = (name: string) => total('AWS/Events', name, { RuleName: 'rule' });
    expect(await rule('MatchedEvents')).toBe(1);
    expect(await rule('Invocations')).toBe(2);
    expect(await rule('FailedInvocations')).toBe(2);
    expect(await rule('InvocationsSentToDlq')).toBe(1);
    await call('sqs', 'PurgeQueue', { QueueUrl });
    await pass(6);
    expect(await state()).toBe('OK');
    const queue = (name: string, statistic: Statistic) =>
      total('AWS/SQS', name, { QueueName: 'dead' }, statistic);
    expect(await queue('NumberOfMessagesSent', 'Sum')).toBe(1);
    expect(await queue('ApproximateNumberOfMessagesVisible', 'Maximum')).toBe(1);
    expect(await queue('ApproximateAgeOfOldestMessage', 'Maximum')).toBeGreaterThan(240);
  });

  it('tell of messages in flight', async () => {
    const { call, pass, total } = startMetered();
    const { QueueUrl } = await call('sqs', 'CreateQueue', { QueueName: 'jobs' });
    await call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'a' });
    await call('sqs', 'ReceiveMessage', { QueueUrl, VisibilityTimeout: 150 });
    await pass(10);
    const queue = (name: string, statistic: Statistic = 'Sum') =>
      total('AWS/SQS', name, { QueueName: 'jobs' }, statistic);
    // At the ends of two minutes it was in flight, afterwards it was there again.
    expect(await queue('ApproximateNumberOfMessagesNotVisible')).toBe(2);
    expect(await queue('ApproximateNumberOfMessagesVisible', 'Maximum')).toBe(1);
    expect(await queue('NumberOfMessagesReceived')).toBe(1);
  });

  it('tell nothing of a queue that was empty and unused for six hours', async () => {
    const { call, pass, total } = startMetered();
    await call('sqs', 'CreateQueue', { QueueName: 'jobs' });
    await call('sqs', 'GetQueueAttributes', { QueueUrl: `https://x/${DEFAULT_ACCOUNT}/jobs` });
    await pass(60 * 20);
    const name = 'ApproximateNumberOfMessagesVisible';
    const minutes = await total('AWS/SQS', name, { QueueName: 'jobs' }, 'SampleCount');
    expect(minutes).toBe(360);
  });
});

describe('what nobody reads', () => {
  it('arrives at the same times whoever else reads what and when', async () => {
    const seenAt = async (before: (world: ReturnType<typeof startMetered>) => Promise<unknown>) => {
      const world = startMetered(7);
      const { addMoody, invoke, pass, total } = world;
      await addMoody();
      await before(world);
      await invoke({});
      for (let step = 0; step < 200; step += 1) {
        if ((await total('AWS/Lambda', 'Invocations', { FunctionName: 'moody' })) !== undefined) {
          return step;
        }
        await pass(1 / 60);
      }
      return undefined;
    };
    const alone = await seenAt(async () => undefined);
    expect(alone).toBeGreaterThan(60);
    const watch = ({ alarm }: ReturnType<typeof startMetered>) =>
      alarm({
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: named('FunctionName', 'moody'),
      });
    expect(await seenAt(watch)).toBe(alone);
  });
});
