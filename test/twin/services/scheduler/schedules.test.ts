import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { scheduler } from '../../../../twin/services/scheduler/index.ts';
import { sqs } from '../../../../twin/services/sqs/index.ts';
import { DEFAULT_REGION } from '../../../../twin/twin.ts';
import { startTwin } from '../../support/start-twin.ts';

const RoleArn = 'arn:aws:iam::123456789012:role/scheduler';
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;

async function startScheduler() {
  const started = startTwin({ services: [scheduler, sqs] });
  const client = started.client(SchedulerClient);
  const queues = started.client(SQSClient);
  for (const QueueName of ['inbox', 'dead'])
    await queues.send(new CreateQueueCommand({ QueueName }));
  const input = (more: Partial<CreateScheduleCommandInput>): CreateScheduleCommandInput => ({
    Name: 'tick',
    ScheduleExpression: 'rate(5 minutes)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: queueArn('inbox'), RoleArn, Input: '<aws.scheduler.scheduled-time>' },
    ...more,
  });
  const create = (more: Partial<CreateScheduleCommandInput> = {}) =>
    client.send(new CreateScheduleCommand(input(more)));
  const queued = (name = 'inbox') =>
    started.twin.peer('sqs', DEFAULT_REGION).messages(queueArn(name));
  const bodies = () => queued().map(({ body }) => body);
  return { ...started, client, input, create, queued, bodies };
}

describe('a schedule', () => {
  it('at a rate begins at once, and never drifts', async () => {
    const { create, pass, bodies, queued } = await startScheduler();
    await create();
    await pass(16 * 60);
    expect(bodies()).toEqual([
      '2027-01-11T09:00:00Z',
      '2027-01-11T09:05:00Z',
      '2027-01-11T09:10:00Z',
      '2027-01-11T09:15:00Z',
    ]);
    const lags = queued().map(({ sentAt }, tick) => sentAt - Date.UTC(2027, 0, 11, 9, 5 * tick));
    expect(Math.max(...lags)).toBeLessThan(62_000);
    expect(Math.max(...lags) - Math.min(...lags)).toBeLessThan(3000);
  });

  it('waits for its start and stops at its end', async () => {
    const { create, pass, bodies } = await startScheduler();
    await create({
      StartDate: new Date('2027-01-11T10:00:00Z'),
      EndDate: new Date('2027-01-11T10:06:00Z'),
    });
    await pass(3 * 3600);
    expect(bodies()).toEqual(['2027-01-11T10:00:00Z', '2027-01-11T10:05:00Z']);
  });

  it('that runs once can delete itself', async () => {
    const { client, create, pass, bodies } = await startScheduler();
    await create({
      ScheduleExpression: 'at(2027-01-11T09:30:00)',
      ActionAfterCompletion: 'DELETE',
    });
    await pass(3600);
    expect(bodies()).toEqual(['2027-01-11T09:30:00Z']);
    const get = client.send(new GetScheduleCommand({ Name: 'tick' }));
    await expect(get).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('with a flexible window runs somewhere inside it', async () => {
    const { create, pass, queued } = await startScheduler();
    await create({
      ScheduleExpression: 'cron(0 10 * * ? *)',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 30 },
    });
    await pass(2 * 3600);
    const [{ sentAt } = { sentAt: 0 }] = queued();
    expect(sentAt).toBeGreaterThanOrEqual(Date.UTC(2027, 0, 11, 10));
    expect(sentAt).toBeLessThan(Date.UTC(2027, 0, 11, 10, 32));
  });

  it('does nothing while it is disabled, and goes on when it is enabled', async () => {
    const { client, create, input, pass, bodies } = await startScheduler();
    await create({ State: 'DISABLED' });
    await pass(600);
    expect(bodies()).toEqual([]);
    await client.send(new UpdateScheduleCommand(input({ State: 'ENABLED' })));
    await pass(90);
    expect(bodies()).toHaveLength(1);
    await client.send(new DeleteScheduleCommand({ Name: 'tick' }));
    await pass(3600);
    expect(bodies()).toHaveLength(1);
  });

  it('can call any operation of the SDK', async () => {
    const { create, pass, bodies } = await startScheduler();
    const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/inbox';
    await create({
      Target: {
        Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage',
        RoleArn,
        Input: JSON.stringify({ QueueUrl, MessageBody: '<aws.scheduler.attempt-number>' }),
      },
    });
    await pass(90);
    expect(bodies()).toEqual(['1']);
  });

  it('puts what nobody took into its dead-letter queue', async () => {
    const { create, pass, queued } = await startScheduler();
    await create({
      Target: {
        Arn: queueArn('nowhere'),
        RoleArn,
        Input: '{"a":1}',
        DeadLetterConfig: { Arn: queueArn('dead') },
      },
    });
    await pass(90);
    expect(queued('dead')).toMatchObject([
      {
        body: '{"a":1}',
        attributes: {
          ERROR_CODE: 'QueueDoesNotExist',
          RETRY_ATTEMPTS: '0',
          SCHEDULED_TIME: '2027-01-11T09:00:00Z',
          SCHEDULE_ARN: 'arn:aws:scheduler:us-east-1:123456789012:schedule/default/tick',
          TARGET_ARN: queueArn('nowhere'),
        },
      },
    ]);
  });
});

describe('Scheduler refuses', () => {
  // As AWS was recorded.
  it.each([
    'cron(0 1 * * * *)',
    'cron(INVALID)',
    'cron()',
    'rate(10 seconds)',
    'rate(10)',
    'rate(-10 minutes)',
    ' rate(10 minutes)',
    'at(2021-12-31T23:59:59Z)',
    'at(2021-12-31)',
  ])('%s', async (ScheduleExpression) => {
    const { create } = await startScheduler();
    await expect(create({ ScheduleExpression })).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Invalid Schedule Expression ${ScheduleExpression}.`,
    });
  });

  it('a name that is taken', async () => {
    const { create } = await startScheduler();
    await create();
    await expect(create()).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('operations that only read', async () => {
    const { create } = await startScheduler();
    const Arn = 'arn:aws:scheduler:::aws-sdk:sqs:receiveMessage';
    await expect(create({ Target: { Arn, RoleArn } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('groups', () => {
  it('keep schedules apart', async () => {
    const { client, create } = await startScheduler();
    await client.send(new CreateScheduleGroupCommand({ Name: 'night' }));
    await create();
    await create({ GroupName: 'night' });
    const { Schedules } = await client.send(new ListSchedulesCommand({ GroupName: 'night' }));
    expect(Schedules).toMatchObject([{ Name: 'tick', GroupName: 'night', State: 'ENABLED' }]);
  });
});
