// Reads a scenario from YAML or JSON, which is YAML too.
import { parse, YAMLParseError } from 'yaml';
import * as z from 'zod';
import { type Scenario, scenarioSchema } from './schema.ts';

/** What is wrong with a scenario: everything at once. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

export function readScenario(text: string): Scenario {
  const result = scenarioSchema.safeParse(parseYaml(text));
  if (result.success) return result.data;
  throw new ScenarioError(`the scenario is not valid:\n${z.prettifyError(result.error)}`);
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new ScenarioError(`the scenario is not YAML: ${error.message}`, { cause: error });
  }
}
