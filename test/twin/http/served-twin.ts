// A twin behind a port, closed after each test, and machines to try it with.
import * as sfn from '@aws-sdk/client-sfn';
import { afterEach } from 'vitest';
import { createAccount, type ServedTwin, type Speed, serveTwin } from '../../../twin/index.ts';

const open: ServedTwin[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});

export async function start(speed: Speed = 'manual') {
  const { twin } = createAccount({ unknownRoles: 'allow' });
  const served = await serveTwin(twin, { speed });
  open.push(served);
  const config = {
    region: 'us-east-1',
    endpoint: served.url,
    credentials: { accessKeyId: 'anyone', secretAccessKey: 'anything' },
    maxAttempts: 1,
  };
  return { twin, served, config, states: new sfn.SFNClient(config), ...controlsOf(served.url) };
}

type Answer = Readonly<Record<string, unknown>>;

function controlsOf(url: string) {
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(`${url}/_twin/${path}`, {
      method,
      ...(body !== undefined && { body: text }),
    });
    return { ...((await answer.json()) as Record<string, unknown>), status: answer.status };
  };
  return { ask };
}

const machine = (definition: object) => ({
  name: 'machine',
  definition: JSON.stringify(definition),
  roleArn: 'arn:aws:iam::123456789012:role/machine',
});
export const resting = (Seconds: number) => ({
  StartAt: 'Rest',
  States: { Rest: { Type: 'Wait', Seconds, End: true } },
});

export async function startMachine(states: sfn.SFNClient, definition: object) {
  const { stateMachineArn } = await states.send(
    new sfn.CreateStateMachineCommand(machine(definition)),
  );
  const { executionArn } = await states.send(new sfn.StartExecutionCommand({ stateMachineArn }));
  return () => states.send(new sfn.DescribeExecutionCommand({ executionArn }));
}
