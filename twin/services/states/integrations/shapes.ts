// Tasks spell all members in PascalCase, and times and bytes as text; the SDK spells and types them as each service does.
import type { NormalizedSchema } from '@smithy/core/schema';
import { normalized } from '../../../gateway/service-model.ts';
import { isArray, isObject, type Json } from '../json.ts';

export const pascalCase = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The SDK's input for arguments in PascalCase. Members that the service does not know are handed on as they are. */
export function toSdk(schema: unknown, value: Json): unknown {
  return decode(normalized(schema), value);
}

/** What a task gets of the SDK's output. */
export function fromSdk(schema: unknown, value: unknown): Json {
  return encode(normalized(schema), value);
}

function decode(schema: NormalizedSchema, value: Json): unknown {
  if (value === null) return undefined;
  if (schema.isStructSchema() && isObject(value)) {
    const members = membersOf(schema);
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== null)
        .map(([name, item]) => {
          const member = members.get(pascalCase(name));
          return member === undefined ? [name, item] : [member.name, decode(member.schema, item)];
        }),
    );
  }
  if (schema.isListSchema() && isArray(value)) {
    return value.map((item) => decode(schema.getValueSchema(), item));
  }
  if (schema.isMapSchema() && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, decode(schema.getValueSchema(), item)]),
    );
  }
  return decodeScalar(schema, value);
}

function decodeScalar(schema: NormalizedSchema, value: Json): unknown {
  if (schema.isBlobSchema()) return Buffer.from(textOf(value), 'utf8');
  if (schema.isTimestampSchema()) {
    return new Date(typeof value === 'number' ? value * 1000 : String(value));
  }
  if (schema.isNumericSchema()) return Number(value);
  // Objects where the service wants text are handed on as JSON.
  if (schema.isStringSchema()) return textOf(value);
  return value;
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The members of a structure, as tasks spell them. */
export const memberNames = (schema: unknown): ReadonlySet<string> => {
  const struct = normalized(schema);
  return new Set(struct.isStructSchema() ? membersOf(struct).keys() : []);
};

function membersOf(
  schema: NormalizedSchema,
): ReadonlyMap<string, { name: string; schema: NormalizedSchema }> {
  return new Map(
    [...schema.structIterator()].map(([name, member]) => [
      pascalCase(name),
      { name, schema: member },
    ]),
  );
}

function encode(schema: NormalizedSchema, value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object') return scalar(value);
  if (Array.isArray(value)) {
    const items = schema.isListSchema() ? schema.getValueSchema() : schema;
    return value.map((item) => encode(items, item));
  }
  return encodeMembers(schema, value);
}

function encodeMembers(schema: NormalizedSchema, value: object): Json {
  const struct = schema.isStructSchema();
  const members = struct ? new Map(schema.structIterator()) : undefined;
  const encoded: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined || item === null) continue;
    const inner = members?.get(name) ?? (schema.isMapSchema() ? schema.getValueSchema() : schema);
    encoded[struct ? pascalCase(name) : name] = encode(inner, item);
  }
  return encoded;
}

function scalar(value: unknown): Json {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return String(value);
}
