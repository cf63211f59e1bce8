import {
  CreateActivityCommand,
  GetActivityTaskCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { sqs } from '../../../../twin/services/sqs/index.ts';
import { startStates } from './start-states.ts';

type Answer = SendTaskSuccessCommand | SendTaskFailureCommand | SendTaskHeartbeatCommand;

async function startWaiting(more: object = {}) {
  const started = startStates({ services: [sqs] });
  const { pump, client } = started;
  const queue = client(SQSClient);
  const { QueueUrl } = await pump.runUntil(queue.send(new CreateQueueCommand({ QueueName: 'q' })));
  const machine = await started.create({
    Gate: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { QueueUrl, MessageBody: { 'token.$': '$$.Task.Token' } },
      End: true,
      ...more,
    },
    Handled: { Type: 'Succeed' },
  });
  const executionArn = await started.start(machine);
  await started.pass(2);
  const { Messages: [message] = [] } = await pump.runUntil(
    queue.send(new ReceiveMessageCommand({ QueueUrl })),
  );
  const { token: taskToken } = JSON.parse(message?.Body ?? '{}');
  const send = (command: Answer) =>
    pump.runUntil(started.sfn.send(command as SendTaskSuccessCommand));
  return { ...started, executionArn, taskToken, send };
}

const CAUGHT = (name: string) => ({ Catch: [{ ErrorEquals: [name], Next: 'Handled' }] });
const REACHABLE = CAUGHT('Never');

describe('task tokens', () => {
  it('let whoever holds them end the task', async () => {
    const { send, taskToken, pass, describe: look, executionArn } = await startWaiting(REACHABLE);
    await send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
    await pass(1);
    expect(await look(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"approved":true}',
    });
  });

  it('let whoever holds them fail the task', async () => {
    const { send, taskToken, pass, describe: look, executionArn } = await startWaiting(REACHABLE);
    await send(new SendTaskFailureCommand({ taskToken, error: 'Alarm', cause: 'p95' }));
    await pass(1);
    expect(await look(executionArn)).toMatchObject({ error: 'Alarm', cause: 'p95' });
  });

  it('are worth nothing once the task has ended', async () => {
    const { send, taskToken } = await startWaiting(REACHABLE);
    await send(new SendTaskSuccessCommand({ taskToken, output: '1' }));
    await expect(send(new SendTaskSuccessCommand({ taskToken, output: '1' }))).rejects.toThrow(
      "Task Timed Out: 'Provided task does not exist anymore'",
    );
  });

  it('must have been issued', async () => {
    const { send } = await startWaiting(REACHABLE);
    await expect(
      send(new SendTaskHeartbeatCommand({ taskToken: 'made up' })),
    ).rejects.toMatchObject({ name: 'InvalidToken', message: "Invalid Token: 'Invalid token'" });
  });

  it('come with an output that must be JSON', async () => {
    const { send, taskToken } = await startWaiting(REACHABLE);
    await expect(
      send(new SendTaskSuccessCommand({ taskToken, output: 'yes' })),
    ).rejects.toMatchObject({ name: 'InvalidOutput' });
  });

  it.each(['States.HeartbeatTimeout', 'States.Timeout', 'States.ALL'])(
    'without a heartbeat end in an error that %s selects',
    async (name) => {
      const started = await startWaiting({ HeartbeatSeconds: 30, ...CAUGHT(name) });
      await started.pass(29);
      expect((await started.describe(started.executionArn)).status).toBe('SUCCEEDED');
    },
  );

  it('live on while heartbeats come', async () => {
    const started = await startWaiting({ HeartbeatSeconds: 30, ...REACHABLE });
    const { taskToken, send, pass } = started;
    for (const seconds of [20, 20, 20]) {
      await pass(seconds);
      await send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    expect((await started.describe(started.executionArn)).status).toBe('RUNNING');
    await pass(31);
    expect((await started.describe(started.executionArn)).error).toBe('States.Timeout');
  });
});

describe('activities', () => {
  it('hand their tasks to a worker, and take its answer', async () => {
    const { sfn, pump, create, start, pass, describe: look } = startStates();
    const { activityArn } = await pump.runUntil(
      sfn.send(new CreateActivityCommand({ name: 'approve' })),
    );
    const polled = sfn.send(new GetActivityTaskCommand({ activityArn, workerName: 'Ada' }));
    const machine = await create({ T: { Type: 'Task', Resource: activityArn, End: true } });
    const executionArn = await start(machine, { order: 7 });
    const { taskToken, input } = await pump.runUntil(polled);
    expect(input).toBe('{"order":7}');
    await pump.runUntil(sfn.send(new SendTaskSuccessCommand({ taskToken, output: '"yes"' })));
    await pass(1);
    expect((await look(executionArn)).output).toBe('"yes"');
  });

  it('let a worker wait for a minute, and then go with nothing', async () => {
    const { sfn, pump, clock } = startStates();
    const { activityArn } = await pump.runUntil(
      sfn.send(new CreateActivityCommand({ name: 'approve' })),
    );
    const before = clock.now();
    const { taskToken } = await pump.runUntil(
      sfn.send(new GetActivityTaskCommand({ activityArn })),
    );
    expect(taskToken).toBeUndefined();
    expect(clock.now() - before).toBe(60_000);
  });
});
