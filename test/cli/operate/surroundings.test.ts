import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandEntries } from '../../../cli/commands/index.ts';
import { status } from '../../../cli/commands/status.ts';
import { toCompletion } from '../../../cli/completion/words.ts';
import { localDefaults } from '../../../cli/endpoint.ts';
import { explainError } from '../../../cli/explain-error.ts';
import { run } from '../io.ts';
import { runWith } from './fake-remote.ts';

const named = (name: string, message = 'said AWS', more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

describe('what goes wrong', () => {
  const twin = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };

  it.each([
    [named('CredentialsProviderError'), {}, 'no AWS credentials: sign in'],
    [
      named('CredentialsProviderError', 'not found'),
      { AWS_PROFILE: 'work' },
      'no AWS credentials from the profile "work" (not found); sign in',
    ],
    [named('ExpiredTokenException', 'expired'), {}, 'not accepted (expired); sign in again'],
    [named('AccessDeniedException', 'no ssm:x'), {}, 'not permitted: no ssm:x'],
    [named('Error', 'Region is missing'), {}, 'no region: set AWS_REGION'],
    [
      named('Spillway.NotFound', 'no Spillway'),
      { AWS_REGION: 'eu-west-1', ...twin },
      'no Spillway (http://127.0.0.1:1, region eu-west-1); deploy',
    ],
    [
      named('Error', 'connect', { code: 'ECONNREFUSED' }),
      twin,
      'nothing answers at http://127.0.0.1:1; is the twin running?',
    ],
    [
      named('TypeError', 'fetch failed', { cause: { code: 'ECONNREFUSED' } }),
      twin,
      'nothing answers',
    ],
    [named('Error', 'getaddrinfo', { code: 'ENOTFOUND' }), {}, 'is there a network?'],
    [
      named('TypeError', 'Invalid URL'),
      { AWS_ENDPOINT_URL: 'localhost:1' },
      'AWS_ENDPOINT_URL is "localhost:1", which is no address',
    ],
    [named('SyntaxError', 'Deserialization error'), twin, 'at http://127.0.0.1:1 is not AWS'],
    [named('Error', 'taken', { code: 'EADDRINUSE' }), {}, 'taken; choose another --port'],
  ])('%s is what a person has to put right first', (error, env, expected) => {
    const { message, exitCode } = explainError(error, env) ?? {};
    expect([message, exitCode]).toEqual([expect.stringContaining(expected), 2]);
  });

  it.each([
    [named('ThrottlingException'), 'AWS answers too slowly just now; try again'],
    [named('InternalServerError', 'boo'), 'does not manage to answer just now (boo)'],
    [named('ImageAlreadyExistsException'), 'choose another tag'],
    [named('RemoteError', 'no such release'), 'no such release'],
  ])('%s is a failure', (error, expected) => {
    const { message, exitCode } = explainError(error, {}) ?? {};
    expect([message, exitCode]).toEqual([expect.stringContaining(expected), 1]);
  });

  it('is told in one line', async () => {
    const services = async () => Promise.reject(named('CredentialsProviderError'));
    const { exitCode, err } = await runWith(status, { services }, []);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^spillway status: no AWS credentials.*\n$/);
  });

  it('is told by the console too', async () => {
    const { exitCode, err } = await run(['console'], { env: { AWS_ENDPOINT_URL: 'nonsense' } });
    expect([exitCode, err]).toEqual([2, expect.stringMatching(/^spillway console: .*\n$/)]);
  });

  it('is shown as it is where nobody expected it', async () => {
    const services = async () => Promise.reject(new TypeError('a bug'));
    await expect(runWith(status, { services }, [])).rejects.toThrow('a bug');
  });
});

describe('a twin', () => {
  it.each([
    ['http://127.0.0.1:4566', true],
    ['http://localhost:4566', true],
    ['https://sts.amazonaws.com', false],
    ['http://127.0.0.1.example.com', false],
    ['nonsense', false],
    ['', false],
  ])('that may be at %s needs no credentials: %s', (endpoint, expected) => {
    const { AWS_ACCESS_KEY_ID } = localDefaults({ AWS_ENDPOINT_URL: endpoint });
    expect(AWS_ACCESS_KEY_ID === 'twin').toBe(expected);
  });

  it('needs neither credentials nor a region, and takes those that there are', () => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
    expect(localDefaults(env)).toMatchObject({
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'twin',
    });
    expect(localDefaults({ ...env, AWS_PROFILE: 'mine', AWS_REGION: 'eu-west-1' })).toEqual({
      AWS_REGION: 'eu-west-1',
    });
    expect(localDefaults({})).toEqual({});
  });
});

describe('completion', () => {
  const script = async (shell: string) => (await run(['completion', shell])).out;
  const complete = async (line: string): Promise<string> =>
    execFileSync(
      'bash',
      ['-c', `${await script('bash')}\n${line}\n_spillway; echo "\${COMPREPLY[*]}"`],
      {
        encoding: 'utf8',
      },
    ).trim();

  it('knows the commands and their flags in bash', async () => {
    expect(await complete('COMP_WORDS=(spillway roll); COMP_CWORD=1')).toBe('rollback');
    const line = 'COMP_WORDS=(spillway rollback x --e); COMP_CWORD=3';
    expect(await complete(line)).toBe('--environment');
  });

  it.each([
    ['COMP_WORDS=(spillway rehearse --scenario bad-u); COMP_CWORD=3', 'bad-under-load'],
    ['COMP_WORDS=(spillway push a b --behaviour le); COMP_CWORD=5', 'leak'],
    ['COMP_WORDS=(spillway completion ba); COMP_CWORD=2', 'bash'],
    ['COMP_WORDS=(spillway help wat); COMP_CWORD=2', 'watch'],
    ['COMP_WORDS=(spillway validate exampl); COMP_CWORD=2', 'examples'],
  ])('knows the words that may follow: %s', async (line, expected) => {
    expect(await complete(line)).toBe(expected);
  });

  it('describes every command in zsh', async () => {
    const text = await script('zsh');
    for (const { name } of commandEntries) expect(text).toContain(`'${name}:`);
    expect(text.startsWith('#compdef spillway\n')).toBe(true);
  });

  it.each(commandEntries)('offers no flag that $name does not know', async ({ name, load }) => {
    for (const flag of toCompletion(await load()).flags) {
      // What follows is never understood; an unknown flag would be told first.
      const { err } = await run([name, flag, '--no-such-flag']);
      if (flag !== '--help') expect(err).toContain('unknown flag "--no-such-flag"');
    }
  });

  it('does not know every shell', async () => {
    expect((await run(['completion', 'fish'])).exitCode).toBe(2);
  });
});
