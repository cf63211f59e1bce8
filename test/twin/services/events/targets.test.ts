import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../../twin/host/caller.ts';
import { defineService } from '../../../../twin/host/service.ts';
import { events } from '../../../../twin/services/events/index.ts';
import { logs } from '../../../../twin/services/logs/index.ts';
import { sqs } from '../../../../twin/services/sqs/index.ts';
import { startBus } from './start-bus.ts';

const ruleArn = 'arn:aws:events:us-east-1:123456789012:rule/rule';

/** A bus, and neighbours that write down how they were called. */
async function startRecorder() {
  const calls: { input: Record<string, unknown>; caller: Caller }[] = [];
  const record = (input: object, { caller }: { caller: Caller }) => {
    calls.push({ input: { ...input }, caller });
    return {};
  };
  const lambda = defineService({
    id: 'lambda',
    load: () => import('@aws-sdk/client-lambda'),
    create: () => ({ operations: { Invoke: record }, peer: undefined }),
  });
  const states = defineService({
    id: 'states',
    load: () => import('@aws-sdk/client-sfn'),
    create: () => ({
      operations: {
        StartExecution: (input, context) => {
          record(input, context);
          return { executionArn: 'arn', startDate: new Date(0) };
        },
      },
      peer: undefined,
    }),
  });
  const started = await startBus({ services: [events, sqs, logs, lambda, states] });
  return { ...started, calls };
}

describe('EventBridge', () => {
  it('invokes functions asynchronously, in its own name and on behalf of the rule', async () => {
    const { rule, put, pass, calls } = await startRecorder();
    const Arn = 'arn:aws:lambda:us-east-1:123456789012:function:judge';
    await rule({ target: { Arn, InputPath: '$.detail' } });
    await put();
    await pass(60);
    expect(calls).toMatchObject([
      {
        input: { FunctionName: Arn, InvocationType: 'Event' },
        caller: { kind: 'service', principal: 'events.amazonaws.com', sourceArn: ruleArn },
      },
    ]);
    const payload = calls[0]?.input['Payload'] as Uint8Array;
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({ state: 'paid' });
  });

  it('starts state machines as the role of the target', async () => {
    const { rule, put, pass, calls } = await startRecorder();
    const Arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:release';
    const RoleArn = 'arn:aws:iam::123456789012:role/starter';
    await rule({ target: { Arn, RoleArn, Input: '{"a":1}' } });
    await put();
    await pass(60);
    expect(calls).toMatchObject([
      {
        input: { stateMachineArn: Arn, input: '{"a":1}' },
        caller: { kind: 'role', roleArn: RoleArn },
      },
    ]);
  });

  it('writes to log groups', async () => {
    const { twin, rule, put, pass } = await startRecorder();
    const Arn = 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/all';
    await rule({ target: { Arn } });
    await put();
    await pass(60);
    const found = await twin.call({
      service: 'logs',
      operation: 'FilterLogEvents',
      input: { logGroupName: '/aws/events/all' },
      region: 'us-east-1',
    });
    expect(found).toMatchObject({
      events: [{ message: expect.stringContaining('"source":"shop"') }],
    });
  });

  it('refuses targets that the twin does not simulate, and says which', async () => {
    const { rule } = await startRecorder();
    const Arn = 'arn:aws:kinesis:us-east-1:123456789012:stream/all';
    await expect(rule({ target: { Arn } })).rejects.toMatchObject({
      name: 'NotImplemented',
      message: `events: a target such as ${Arn} is not simulated`,
    });
  });

  it('delivers in one order for one seed', async () => {
    const run = async (seed: number) => {
      const { twin, bus, rule, pass, bodies } = await startBus({ seed });
      await rule({});
      const entry = (detail: number) => ({
        Source: 'shop',
        DetailType: 'order',
        Detail: JSON.stringify({ detail }),
      });
      await bus.send(new PutEventsCommand({ Entries: [1, 2, 3, 4, 5].map(entry) }));
      await pass(60);
      return { hash: twin.trace.hash(), order: bodies() };
    };
    expect(await run(7)).toEqual(await run(7));
    expect((await run(7)).hash).not.toBe((await run(8)).hash);
  });
});
