// `{{resolve:ssm:...}}` and `{{resolve:secretsmanager:...}}` inside property values.
import { AssemblyError } from './error.ts';
import { storedValue } from './parameters.ts';
import type { StackHost } from './stack-host.ts';

const REFERENCE = /\{\{resolve:([^:}]+):([^}]+)\}\}/g;

export async function resolveReferences(value: unknown, stack: StackHost): Promise<unknown> {
  if (typeof value === 'string') return resolveText(value, stack);
  if (Array.isArray(value)) {
    return Promise.all(value.map((item) => resolveReferences(item, stack)));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    async ([key, member]) => [key, await resolveReferences(member, stack)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function resolveText(written: string, stack: StackHost): Promise<string> {
  let result = written;
  for (const [reference, service = '', key = ''] of written.matchAll(REFERENCE)) {
    result = result.replace(reference, await lookUp(service, key, stack));
  }
  return result;
}

async function lookUp(service: string, key: string, stack: StackHost): Promise<string> {
  if (service === 'ssm' || service === 'ssm-secure') {
    return storedValue(stack, key.replace(/:\d+$/, ''));
  }
  if (service === 'secretsmanager') return secretValue(key, stack);
  throw new AssemblyError(`dynamic references to ${service} are not simulated`);
}

/** `<id or ARN>:SecretString:<JSON key>:<stage>:<version>`, all but the first optional. */
async function secretValue(key: string, stack: StackHost): Promise<string> {
  const [, SecretId = key, jsonKey = ''] = /^(.*?):SecretString(?::([^:]*))?/.exec(key) ?? [];
  const answer = (await stack.call('secretsmanager', 'GetSecretValue', { SecretId })) as {
    SecretString?: string;
  };
  const secret = answer.SecretString ?? '';
  if (jsonKey === '') return secret;
  const members = JSON.parse(secret) as Readonly<Record<string, unknown>>;
  return String(members[jsonKey] ?? '');
}
