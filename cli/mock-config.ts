/** Mock configuration files, in the format of Step Functions Local. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { StatesOptions } from '../twin/services/states/index.ts';
import { UsageError } from './command.ts';

export type MockConfig = NonNullable<StatesOptions['mockConfig']>;

const attempt = z.union([
  z.strictObject({ Return: z.json() }),
  z.strictObject({ Throw: z.strictObject({ Error: z.string(), Cause: z.string().default('') }) }),
]);

/** Numbers or ranges: `"0"`, `"1-2"`. */
const attempts = z.string().regex(/^\d+(-\d+)?$/);

const schema = z.object({
  StateMachines: z.record(
    z.string(),
    z.object({ TestCases: z.record(z.string(), z.record(z.string(), z.string())) }),
  ),
  MockedResponses: z.record(z.string(), z.record(attempts, attempt)),
});

export async function readMockConfig(file: string): Promise<MockConfig> {
  const result = schema.safeParse(await readJson(file));
  if (!result.success) {
    const problems = result.error.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
    throw new UsageError(`${file} is no mock configuration: ${problems.join('; ')}`);
  }
  const unknown = missingResponses(result.data);
  if (unknown.length > 0) {
    throw new UsageError(`${file} names responses that it does not have: ${unknown.join(', ')}`);
  }
  return result.data;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function missingResponses({ StateMachines, MockedResponses }: z.output<typeof schema>): string[] {
  const named = Object.values(StateMachines).flatMap(({ TestCases }) =>
    Object.values(TestCases).flatMap((states) => Object.values(states)),
  );
  return [...new Set(named)].filter((name) => !Object.hasOwn(MockedResponses, name));
}
