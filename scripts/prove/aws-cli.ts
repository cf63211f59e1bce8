/** AWS by its own command line: the operator's credentials, and calls that anyone can repeat by hand. */
import { spawnSync } from 'node:child_process';

export interface Aws {
  /** The answer as AWS's JSON; an error carries the message of AWS. */
  call(service: string, operation: string, input: object): Answer;
}

// What AWS answers is looked at member by member; a script that asks questions need not model all of AWS.
export type Answer = Readonly<Record<string, unknown>>;

const ANSWER_BYTES_MAX = 16 * 1024 * 1024;

export const awsCli = (region: string): Aws => ({
  call(service, operation, input) {
    const { status, stdout, stderr, error } = spawnSync(
      'aws',
      [
        service,
        operation,
        '--region',
        region,
        '--output',
        'json',
        '--cli-input-json',
        JSON.stringify(input),
      ],
      { encoding: 'utf8', maxBuffer: ANSWER_BYTES_MAX, env: { ...process.env, AWS_PAGER: '' } },
    );
    if (error !== undefined) throw new Error(`the command line of AWS is needed: ${error.message}`);
    if (status !== 0) throw new Error(stderr.trim());
    return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Answer);
  },
});

/** What a call that should fail was refused with; empty when it was not refused. */
export function refusalOf(call: () => unknown): string {
  try {
    call();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A member, however deep: `at(answer, 'deploymentInfo', 'status')`. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null
        ? (found as Record<string | number, unknown>)[name]
        : undefined,
    value,
  );
}

export const listAt = (
  value: unknown,
  ...path: readonly (string | number)[]
): readonly unknown[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
};

export const textAt = (value: unknown, ...path: readonly (string | number)[]): string =>
  String(at(value, ...path) ?? '');

/** The first version of the command line writes seconds, the second one ISO 8601. */
export function epochMsAt(value: unknown, ...path: readonly (string | number)[]): number {
  const found = at(value, ...path);
  return typeof found === 'number' ? found * 1000 : Date.parse(String(found));
}
