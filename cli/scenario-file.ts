/** Scenario files: who uses an app on the twin, how its versions behave, and what happens when. */
import { readFile } from 'node:fs/promises';
import { readScenario } from '../twin/index.ts';
import { UsageError } from './command.ts';

export async function readScenarioFile(file: string): Promise<ReturnType<typeof readScenario>> {
  try {
    return readScenario(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}
