// The schema of scenarios as editors want it.
import * as z from 'zod';
import { scenarioSchema } from './schema.ts';

export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  // Draft 7 is what YAML language servers read best.
  const { $schema, ...schema } = z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-7' });
  return { $schema, title: 'Scenario of a twin', ...schema };
}
