// CloudFormation properties as SDK input. The SDK's own schema says how members are spelt and typed,
// so that `DockerLabels` becomes `dockerLabels` while the labels inside keep their case.
import type { NormalizedSchema } from '@smithy/core/schema';
import { normalized } from '../gateway/service-model.ts';
import { AssemblyError } from './error.ts';

type Convert = (value: unknown, path: string, unknown: string[]) => unknown;

interface Conversion {
  readonly input: Readonly<Record<string, unknown>>;
  /** Properties that the operation has no member for. */
  readonly unknown: readonly string[];
}

// Schemas are constants of the SDK: each is prepared once per process.
const prepared = new Map<unknown, Convert>();

export function toSdkInput(schema: unknown, properties: object): Conversion {
  const unknown: string[] = [];
  const input = converterOf(normalized(schema))(properties, '', unknown);
  return { input: input as Conversion['input'], unknown };
}

function converterOf(schema: NormalizedSchema): Convert {
  const key = schema.getSchema();
  const known = prepared.get(key);
  if (known !== undefined) return known;
  // Schemas refer to themselves: the converter must be known before it is made.
  let made: Convert | undefined;
  const late: Convert = (value, path, unknown) => {
    made ??= makeConverter(schema);
    return made(value, path, unknown);
  };
  if (typeof key === 'object') prepared.set(key, late);
  return late;
}

function makeConverter(schema: NormalizedSchema): Convert {
  if (schema.isStructSchema()) return structConverter(schema);
  if (schema.isListSchema()) return listConverter(converterOf(schema.getValueSchema()));
  if (schema.isMapSchema()) return mapConverter(converterOf(schema.getValueSchema()));
  if (schema.isNumericSchema()) return toNumber;
  if (schema.isBooleanSchema()) return toBoolean;
  if (schema.isBlobSchema()) return toBytes;
  if (schema.isTimestampSchema()) return (value) => new Date(String(value));
  if (schema.isStringSchema()) return toText;
  return (value) => value;
}

function structConverter(schema: NormalizedSchema): Convert {
  const members = new Map<string, { name: string; convert: Convert }>();
  for (const [name, member] of schema.structIterator()) {
    members.set(name.toLowerCase(), { name, convert: converterOf(member) });
  }
  return (value, path, unknown) => {
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(asObject(value, path))) {
      const member = members.get(key.toLowerCase());
      const at = path === '' ? key : `${path}.${key}`;
      if (item === undefined) continue;
      if (member === undefined) unknown.push(at);
      else result[member.name] = member.convert(item, at, unknown);
    }
    return result;
  };
}

function listConverter(convert: Convert): Convert {
  return (value, path, unknown) => {
    if (!Array.isArray(value)) throw mismatch('a list', value, path);
    return value.map((item, index) => convert(item, `${path}[${index}]`, unknown));
  };
}

/** Tags are lists of pairs in templates, and maps in some APIs. */
function mapConverter(convert: Convert): Convert {
  return (value, path, unknown) => {
    const entries = Array.isArray(value)
      ? value.map((tag: Record<string, unknown>) => [String(tag['Key']), tag['Value']] as const)
      : Object.entries(asObject(value, path));
    return Object.fromEntries(
      entries.map(([key, item]) => [key, convert(item, `${path}.${key}`, unknown)]),
    );
  };
}

const asObject = (value: unknown, path: string): object => {
  if (typeof value === 'object' && value !== null) return value;
  throw mismatch('an object', value, path);
};

const toBytes: Convert = (value) =>
  value instanceof Uint8Array ? value : Buffer.from(String(value));

const toNumber: Convert = (value, path) => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw mismatch('a number', value, path);
  return number;
};

const toBoolean: Convert = (value, path) => {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw mismatch('true or false', value, path);
};

/** Documents may be written as objects where the API takes their JSON text. */
const toText: Convert = (value) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

const mismatch = (wanted: string, got: unknown, path: string): AssemblyError =>
  new AssemblyError(`property ${path} must be ${wanted}, got ${JSON.stringify(got)}`);
