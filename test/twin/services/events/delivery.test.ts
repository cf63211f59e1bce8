import {
  CreateEventBusCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../../../twin/twin.ts';
import { queueArn, startBus } from './start-bus.ts';

describe('an event that matches a rule', () => {
  it('reaches the target with its whole envelope', async () => {
    const { rule, put, pass, bodies } = await startBus();
    await rule({});
    const { Entries } = await put({ Resources: ['a'] });
    await pass(60);
    expect(bodies()).toEqual([
      {
        version: '0',
        id: Entries?.[0]?.EventId,
        'detail-type': 'order',
        source: 'shop',
        account: DEFAULT_ACCOUNT,
        time: '2027-01-11T09:00:00Z',
        region: DEFAULT_REGION,
        resources: ['a'],
        detail: { state: 'paid' },
      },
    ]);
  });

  it('takes a while', async () => {
    const { rule, put, pass, bodies } = await startBus();
    await rule({});
    await put();
    await pass(0.01);
    expect(bodies()).toEqual([]);
    await pass(60);
    expect(bodies()).toHaveLength(1);
  });

  it('is not sent where the rule is about something else', async () => {
    const { rule, put, pass, bodies } = await startBus();
    await rule({ pattern: { detail: { state: [{ 'anything-but': 'paid' }] } } });
    await put();
    await pass(60);
    expect(bodies()).toEqual([]);
  });

  it.each([
    ['Input', { Input: '{"fixed":true}' }, { fixed: true }],
    ['InputPath', { InputPath: '$.detail.state' }, 'paid'],
    [
      'InputTransformer',
      {
        InputTransformer: {
          InputPathsMap: { state: '$.detail.state' },
          InputTemplate: '{"now": <state>, "rule": "<aws.events.rule-name>"}',
        },
      },
      { now: 'paid', rule: 'rule' },
    ],
  ])('is shaped by %s', async (_, target, expected) => {
    const { rule, put, pass, bodies } = await startBus();
    await rule({ target });
    await put();
    await pass(60);
    expect(bodies()).toEqual([expected]);
  });

  it('passes through another bus unchanged', async () => {
    const { bus, rule, put, pass, bodies } = await startBus();
    const { EventBusArn } = await bus.send(new CreateEventBusCommand({ Name: 'second' }));
    await rule({ target: { Arn: EventBusArn ?? '' } });
    await bus.send(
      new PutRuleCommand({
        Name: 'next',
        EventBusName: 'second',
        EventPattern: '{"source":["shop"]}',
      }),
    );
    await bus.send(
      new PutTargetsCommand({
        Rule: 'next',
        EventBusName: 'second',
        Targets: [{ Id: 'inbox', Arn: queueArn('inbox') }],
      }),
    );
    const { Entries } = await put();
    await pass(120);
    expect(bodies()).toMatchObject([{ id: Entries?.[0]?.EventId, source: 'shop' }]);
  });

  it('reaches topics, and through them their queues', async () => {
    const { client, rule, put, pass, bodies } = await startBus();
    const topics = client(SNSClient);
    const { TopicArn } = await topics.send(new CreateTopicCommand({ Name: 'releases' }));
    await topics.send(
      new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn('inbox') }),
    );
    await rule({ target: { Arn: TopicArn ?? '', Input: '{"hello":1}' } });
    await put();
    await pass(120);
    expect(bodies()).toMatchObject([{ Type: 'Notification', TopicArn, Message: '{"hello":1}' }]);
  });
});

describe('a target that cannot be reached', () => {
  const deadLetter = { DeadLetterConfig: { Arn: queueArn('dead') } };

  it('that is not there is given up at once', async () => {
    const { rule, put, pass, queued } = await startBus();
    await rule({ target: { Arn: queueArn('nowhere'), ...deadLetter } });
    await put();
    await pass(60);
    expect(queued('dead').map(({ attributes }) => attributes)).toEqual([
      {
        RULE_ARN: `arn:aws:events:${DEFAULT_REGION}:${DEFAULT_ACCOUNT}:rule/rule`,
        TARGET_ARN: queueArn('nowhere'),
        ERROR_CODE: 'NO_RESOURCE',
        ERROR_MESSAGE: 'The specified queue does not exist.',
        RETRY_ATTEMPTS: '0',
      },
    ]);
  });

  it('is tried again as long as it throttles', async () => {
    const { twin, rule, put, pass, bodies, queued } = await startBus();
    twin.faults.add({ hook: 'call', fault: 'throttle', service: 'sqs', times: 3 });
    await rule({ target: deadLetter });
    await put();
    await pass(600);
    expect(bodies()).toHaveLength(1);
    expect(queued('dead')).toEqual([]);
  });

  it.each([
    ['MaximumRetryAttempts', { MaximumRetryAttempts: 2 }, '2'],
    ['MaximumEventAgeInSeconds', { MaximumEventAgeInSeconds: 60 }, expect.any(String)],
  ])('is given up for %s', async (condition, RetryPolicy, attempts) => {
    const { twin, rule, put, pass, queued } = await startBus();
    twin.faults.add({ hook: 'call', fault: 'throttle', service: 'sns' });
    const Arn = `arn:aws:sns:${DEFAULT_REGION}:${DEFAULT_ACCOUNT}:releases`;
    await rule({ target: { ...deadLetter, Arn, RetryPolicy } });
    await put();
    await pass(300);
    expect(queued('dead')[0]?.attributes).toMatchObject({
      ERROR_CODE: 'THROTTLING',
      EXHAUSTED_RETRY_CONDITION: condition,
      RETRY_ATTEMPTS: attempts,
    });
  });

  it('and a template that no longer yields JSON is given up at once', async () => {
    const { rule, put, pass, queued } = await startBus();
    const InputTransformer = {
      InputPathsMap: { detail: '$.detail' },
      InputTemplate: '{"quoted": "<detail>"}',
    };
    await rule({ target: { ...deadLetter, InputTransformer } });
    await put();
    await pass(60);
    expect(queued('dead')[0]?.attributes).toMatchObject({
      ERROR_CODE: 'INVALID_JSON',
      RETRY_ATTEMPTS: '0',
    });
  });
});

describe('faults on events', () => {
  const emitted = (delivery: 'guaranteed' | 'bestEffort') => ({
    source: 'aws.ecr',
    detailType: 'ECR Image Action',
    detail: {},
    resources: [],
    delivery,
  });

  it.each([
    ['lose one that is sent with best effort', 'lost', 'bestEffort', 0],
    ['never lose one that is guaranteed', 'lost', 'guaranteed', 1],
    ['deliver one twice', 'twice', 'guaranteed', 2],
    ['deliver one late', 'late', 'guaranteed', 1],
  ] as const)('%s', async (_, fault, delivery, count) => {
    const { twin, rule, pass, bodies } = await startBus();
    await rule({ pattern: { source: ['aws.ecr'] } });
    twin.faults.add({ hook: 'event', fault, source: 'aws.ecr', delayMs: 120_000 });
    twin.peer('events', DEFAULT_REGION).emit(emitted(delivery));
    await pass(60);
    expect(bodies()).toHaveLength(fault === 'late' ? 0 : Math.min(count, 1));
    await pass(240);
    expect(bodies()).toHaveLength(count);
    const struck = fault === 'lost' && delivery === 'guaranteed' ? {} : { [`event.${fault}`]: 1 };
    expect(twin.faults.counts()).toEqual(struck);
  });
});

describe('reordered events', () => {
  async function startTelling() {
    const { twin, rule, pass, bodies } = await startBus();
    await rule({ pattern: { source: ['aws.ecs', 'aws.ecr'] } });
    const tell = (source: string, name: string) =>
      twin.peer('events', DEFAULT_REGION).emit({
        source,
        detailType: 'told',
        detail: { name },
        resources: [],
        delivery: 'guaranteed',
      });
    const told = () => bodies().map((body) => (body as { detail: { name: string } }).detail.name);
    return { twin, tell, told, pass };
  }

  it('arrive after the next of their source, which is not held back too', async () => {
    const { twin, tell, told, pass } = await startTelling();
    twin.faults.add({ hook: 'event', fault: 'reordered', source: 'aws.ecs' });
    for (const name of ['a', 'b', 'c', 'd']) {
      tell('aws.ecs', name);
      await pass(2);
      tell('aws.ecr', name.toUpperCase());
      await pass(20);
    }
    expect(told()).toEqual(['A', 'b', 'B', 'a', 'C', 'd', 'D', 'c']);
    expect(twin.faults.counts()).toEqual({ 'event.reordered': 2 });
  });

  it('arrive late where no other follows', async () => {
    const { twin, tell, told, pass } = await startTelling();
    twin.faults.add({ hook: 'event', fault: 'reordered', delayMs: 120_000 });
    tell('aws.ecs', 'alone');
    await pass(119);
    expect(told()).toEqual([]);
    await pass(20);
    expect(told()).toEqual(['alone']);
    await pass(600);
    expect(told()).toEqual(['alone']);
  });
});

describe('a rule with a schedule', () => {
  it('sends scheduled events at its rate, without drift', async () => {
    const { rule, pass, bodies } = await startBus();
    await rule({ schedule: 'rate(5 minutes)' });
    await pass(31 * 60);
    const times = bodies().map((body) => (body as { time: string }).time);
    expect(times).toHaveLength(6);
    expect(new Set(times.map((time) => Date.parse(time) % 300_000)).size).toBe(1);
    expect(bodies()[0]).toMatchObject({ source: 'aws.events', 'detail-type': 'Scheduled Event' });
  });
});
