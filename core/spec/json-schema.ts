/** The schema as editors want it: completion and red lines while typing. The rules come on top. */
import * as z from 'zod';
import { specSchema } from './schema.ts';

export function specJsonSchema(): Readonly<Record<string, unknown>> {
  // Draft 7 is what YAML language servers read best.
  const { $schema, ...schema } = z.toJSONSchema(specSchema, { io: 'input', target: 'draft-7' });
  return { $schema, title: 'Spillway release spec, v1', ...schema };
}
