import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as ecr from '@aws-sdk/client-ecr';
import * as sfn from '@aws-sdk/client-sfn';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../io.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const ROLE = 'arn:aws:iam::123456789012:role/machine';
const credentials = { accessKeyId: 'anyone', secretAccessKey: 'anything' };
const children: ChildProcess[] = [];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'twin-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function write(name: string, document: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

/** The command in a process of its own, once it is ready or has ended. */
async function start(...words: string[]) {
  const child = spawn(process.execPath, ['bin/spillway.mjs', 'twin', '--port', '0', ...words], {
    cwd: ROOT,
  });
  children.push(child);
  const said = { out: '', err: '' };
  const closed = once(child, 'close') as Promise<[number | null]>;
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  await new Promise<void>((ready) => {
    child.stdout.on('data', (chunk) => {
      said.out += chunk;
      if (said.out.includes('\n')) ready();
    });
    closed.then(() => ready());
  });
  const url = said.out.trim().split(' ').at(-1) ?? '';
  const states = new sfn.SFNClient({ region: 'us-east-1', endpoint: url, credentials });
  return { child, said, url, states, closed };
}

describe('the process', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'says one line, serves, and ends in peace at %s',
    async (signal) => {
      const { child, said, states, closed } = await start('--speed', 'max');
      expect(said.out).toMatch(/^twin ready on http:\/\/127\.0\.0\.1:\d+\n$/);
      expect(await states.send(new sfn.ListStateMachinesCommand({}))).toMatchObject({
        stateMachines: [],
      });
      child.kill(signal);
      expect(await closed).toEqual([0, null]);
      expect(said).toEqual({ out: said.out, err: '' });
    },
  );

  test('gives the answers of a mock configuration', async () => {
    const file = write('mocks.json', {
      StateMachines: { machine: { TestCases: { Happy: { Ask: 'Answer' } } } },
      MockedResponses: { Answer: { '0': { Return: { mocked: true } } } },
    });
    const { states } = await start('--mock-config', file);
    const { stateMachineArn } = await states.send(
      new sfn.CreateStateMachineCommand({
        name: 'machine',
        roleArn: ROLE,
        definition: JSON.stringify({
          StartAt: 'Ask',
          States: {
            Ask: {
              Type: 'Task',
              Resource: 'arn:aws:states:::sns:publish',
              Parameters: {},
              End: true,
            },
          },
        }),
      }),
    );
    const { executionArn } = await states.send(
      new sfn.StartExecutionCommand({ stateMachineArn: `${stateMachineArn}#Happy` }),
    );
    let execution = await states.send(new sfn.DescribeExecutionCommand({ executionArn }));
    while (execution.status === 'RUNNING')
      execution = await states.send(new sfn.DescribeExecutionCommand({ executionArn }));
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '{"mocked":true}' });
  });

  test('deploys an app, and tells its outputs and what is ignored', async () => {
    write('manifest.json', {
      version: '38.0.0',
      artifacts: {
        Shop: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://unknown-account/unknown-region',
          properties: { templateFile: 'shop.template.json' },
        },
      },
    });
    write('shop.template.json', {
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
        Odd: { Type: 'AWS::Wisdom::Session', Properties: {} },
      },
      Outputs: { TopicArn: { Value: { Ref: 'Topic' } } },
    });
    const { said, url } = await start('--app', folder, '--speed', 'manual');
    expect(said.err).toContain('Shop.TopicArn = arn:aws:sns:us-east-1:123456789012:news');
    expect(said.err).toMatch(/^ignored: Shop\/Odd \(AWS::Wisdom::Session\): /m);
    const time = await fetch(`${url}/_twin/time`);
    expect(await time.json()).toMatchObject({
      now: expect.stringMatching(/^2027-01-11T09:00/),
      speed: 'manual',
    });
  });

  test('plays a scenario in the app', async () => {
    write('manifest.json', {
      version: '38.0.0',
      artifacts: {
        Shop: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://unknown-account/eu-west-1',
          properties: { templateFile: 'registry.template.json' },
        },
      },
    });
    write('registry.template.json', {
      Resources: {
        Registry: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'shop' } },
      },
    });
    const scenario = write('scenario.json', {
      name: 'a push',
      timeline: [{ at: '10m', do: 'push', repository: 'shop', tags: ['v2'] }],
    });
    const { url } = await start('--app', folder, '--scenario', scenario, '--speed', 'manual');
    const images = new ecr.ECRClient({ region: 'eu-west-1', endpoint: url, credentials });
    const tags = async () => {
      const { imageIds } = await images.send(new ecr.ListImagesCommand({ repositoryName: 'shop' }));
      return imageIds?.map(({ imageTag }) => imageTag);
    };
    expect(await tags()).toEqual([]);
    await fetch(`${url}/_twin/advance`, { method: 'POST', body: '{"seconds": 660}' });
    expect(await tags()).toEqual(['v2']);
  });

  test('says which port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = (server.address() as { port: number }).port;
    const { said, closed } = await start('--port', String(port));
    expect(await closed).toEqual([2, null]);
    expect(said.err).toContain('choose another --port');
    server.close();
  });
});

describe('bad input', () => {
  const missing = join(tmpdir(), 'no-such-folder', 'no-such-file');
  test.each([
    [['--speed', 'fast'], '--speed takes max, manual or a number above 0, got "fast"'],
    [['--speed', '0'], '--speed takes max, manual or a number above 0, got "0"'],
    [['--port', '65536'], '--port takes a whole number up to 65535, got "65536"'],
    [['--port', '1.5'], '--port takes a whole number up to 65535, got "1.5"'],
    [['--seed', '-1'], 'seed'],
    [
      ['--start', 'yesterday'],
      '--start takes a time such as 2027-01-11T09:00:00Z, got "yesterday"',
    ],
    [['--sped', 'max'], 'did you mean "--speed"?'],
    [['max'], 'unexpected "max"'],
    [['--mock-config', missing], 'no-such-file cannot be read'],
    [['--app', tmpdir(), '--scenario', missing], 'no-such-file cannot be used'],
    [['--scenario', missing], '--scenario needs an app'],
    [['--app', missing], 'no-such-file'],
  ])('is refused with exit code 2: %j', async (words, message) => {
    const { exitCode, err } = await run(['twin', ...words]);
    expect(err).toContain(message);
    expect(exitCode).toBe(2);
  });

  test.each([
    ['{', 'cannot be read'],
    [{ StateMachines: {} }, 'MockedResponses'],
    [
      { StateMachines: { m: { TestCases: { c: { State: 'Nowhere' } } } }, MockedResponses: {} },
      'names responses that it does not have: Nowhere',
    ],
    [
      { StateMachines: {}, MockedResponses: { R: { first: { Return: 1 } } } },
      'MockedResponses.R.first: Invalid key',
    ],
    [{ StateMachines: {}, MockedResponses: { R: { '0': { Retrun: 1 } } } }, 'R'],
  ])('in a mock configuration is refused: %j', async (document, message) => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
    const { exitCode, err } = await run(['twin', '--mock-config', file]);
    expect(err).toContain(message);
    expect(exitCode).toBe(2);
  });
});
