import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { ssm } from '../../../../twin/services/ssm/index.ts';
import { startTwin } from '../../support/start-twin.ts';

async function startStore() {
  const started = startTwin({ services: [ssm] });
  const client = started.client(SSMClient);
  const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
    client.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));
  const get = async (Name: string, WithDecryption = false) =>
    (await client.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
  return { ...started, client, put, get };
}

describe('a parameter', () => {
  it('has versions and can be read by each', async () => {
    const { client, put, get } = await startStore();
    await put('/app/color', 'red');
    expect(await put('/app/color', 'blue', { Overwrite: true })).toMatchObject({ Version: 2 });
    expect(await get('/app/color')).toMatchObject({
      Value: 'blue',
      Version: 2,
      ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/app/color',
      DataType: 'text',
    });
    expect(await get('/app/color:1')).toMatchObject({ Value: 'red', Selector: ':1' });
    const { Parameters } = await client.send(
      new GetParameterHistoryCommand({ Name: '/app/color' }),
    );
    expect(Parameters?.map(({ Value }) => Value)).toEqual(['red', 'blue']);
  });

  it.each(['plain', '/with/path'])('named %s can be read by its ARN', async (name) => {
    const { put, get } = await startStore();
    await put(name, 'x');
    const { ARN = '' } = (await get(name)) ?? {};
    expect(await get(ARN)).toMatchObject({ Name: name, Value: 'x' });
  });

  it.each([
    ['Standard', 4096, 'Standard'],
    ['Standard', 4097, /maximum parameter value of 4096/],
    ['Advanced', 8193, /maximum parameter value of 8192/],
    ['Intelligent-Tiering', 4096, 'Standard'],
    ['Intelligent-Tiering', 8192, 'Advanced'],
    ['Intelligent-Tiering', 8193, /maximum parameter value of 8192/],
  ] as const)('of the tier %s with %i bytes: %s', async (Tier, bytes, expected) => {
    const { put } = await startStore();
    const putting = put('/app/long', 'x'.repeat(bytes), { Tier });
    if (typeof expected === 'string') expect(await putting).toMatchObject({ Tier: expected });
    else await expect(putting).rejects.toThrow(expected);
  });

  it.each(['a {{ssm:other}}', '{{'])('cannot hold %s', async (value) => {
    const { put } = await startStore();
    await expect(put('/app/nested', value)).rejects.toThrow(/nest another parameter/);
  });

  it('is found by path, flat or deep', async () => {
    const { client, put } = await startStore();
    for (const name of ['/a/x', '/a/b/y', '/ab/z']) await put(name, name);
    const values = async (Recursive: boolean) => {
      const command = new GetParametersByPathCommand({ Path: '/a', Recursive });
      return (await client.send(command)).Parameters?.map(({ Value }) => Value);
    };
    expect(await values(false)).toEqual(['/a/x']);
    expect(await values(true)).toEqual(['/a/b/y', '/a/x']);
  });

  it('is missing after it was deleted', async () => {
    const { client, put, get } = await startStore();
    await put('a', 'x');
    await client.send(new DeleteParameterCommand({ Name: 'a' }));
    await expect(get('a')).rejects.toMatchObject({ name: 'ParameterNotFound' });
    const answer = await client.send(new GetParametersCommand({ Names: ['a'] }));
    expect(answer).toMatchObject({ Parameters: [], InvalidParameters: ['a'] });
  });

  it.each([
    [['a', 'x', {}], 'ParameterAlreadyExists'],
    [['b', 'x'.repeat(4097), {}], 'ValidationException'],
    [['aws/x', 'x', {}], 'ValidationException'],
    [['b', 'x', { AllowedPattern: '\\d+' }], 'ParameterPatternMismatchException'],
  ] as const)('is refused (%#)', async ([name, value, more], error) => {
    const { put } = await startStore();
    await put('a', 'x');
    await expect(put(name, value, more)).rejects.toMatchObject({ name: error });
  });
});

describe('a secure string', () => {
  it('is readable with decryption only, and never in the trace', async () => {
    const { twin, put, get } = await startStore();
    await put('/secret', 'hunter2', { Type: 'SecureString' });
    expect(await get('/secret', true)).toMatchObject({ Value: 'hunter2' });
    expect((await get('/secret'))?.Value).not.toContain('hunter2');
    expect(JSON.stringify(twin.trace.records())).not.toContain('hunter2');
  });
});
