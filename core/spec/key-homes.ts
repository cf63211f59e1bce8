/** Where each key of a spec belongs, read off the schema: `phases` in `$.environments[].strategy`. */
import type * as z from 'zod';
import { specSchema } from './schema.ts';

let homes: ReadonlyMap<string, string> | undefined;

/** The first home of each key. Made on the first mistake and kept: the schema never changes. */
export function keyHomes(): ReadonlyMap<string, string> {
  if (homes === undefined) {
    const found = new Map<string, string>();
    collect(specSchema, '$', found);
    homes = found;
  }
  return homes;
}

function collect(schema: z.core.$ZodType, home: string, found: Map<string, string>): void {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') {
    for (const [key, inner] of Object.entries(def.shape)) {
      if (!found.has(key)) found.set(key, home);
      collect(inner, `${home}.${key}`, found);
    }
  }
  if (def.type === 'array') collect(def.element, `${home}[]`, found);
  if (def.type === 'union') for (const option of def.options) collect(option, home, found);
  if (def.type === 'optional' || def.type === 'nullable') collect(def.innerType, home, found);
}
