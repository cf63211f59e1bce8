// Whether a mocked result has the shape of what the API really answers.
import type { NormalizedSchema } from '@smithy/core/schema';
import { normalized } from '../../../gateway/service-model.ts';
import type { Pump } from '../../../kernel/pump.ts';
import type { Resource } from '../engine/model.ts';
import { operationOf, patternOf } from '../engine/resource.ts';
import { modelOf } from '../integrations/models.ts';
import { OPTIMIZED_SERVICES, SDK_SERVICES, type SdkService } from '../integrations/services.ts';
import { pascalCase } from '../integrations/shapes.ts';
import { isArray, isObject, type Json } from '../json.ts';
import { type Bound, KNOWN_SHAPES, type ShapeHint } from './shape-hints.ts';

/** STRICT wants all required fields; PRESENT looks only at those that are there. Undefined where all is well. */
export async function checkAgainstApi(
  pump: Pump,
  resource: Resource,
  result: Json,
  mode: string,
): Promise<string | undefined> {
  if (resource.kind !== 'service' || patternOf(resource) !== 'request') return undefined;
  const name = resource.service.replace('aws-sdk:', '');
  const operation = pascalCase(operationOf(resource));
  const hint = KNOWN_SHAPES[`${name}:${operation}`];
  const service = serviceFor(resource.service, name);
  const schema =
    service === undefined
      ? undefined
      : (await modelOf(pump, service)).operations.get(operation)?.output;
  const shape = shapeOf(schema, hint);
  return shape === undefined ? undefined : checkMembers(result, shape, mode === 'STRICT');
}

// An optimized integration answers like the service that it stands for.
const serviceFor = (resourceType: string, name: string): SdkService | undefined =>
  resourceType.startsWith('aws-sdk:')
    ? SDK_SERVICES[name]
    : SDK_SERVICES[OPTIMIZED_SERVICES[name]?.sdk ?? ''];

/** A shape from the SDK's schema, with what the schema does not say from the hints. */
interface Shape {
  readonly schema: NormalizedSchema | undefined;
  readonly required: ReadonlySet<string>;
  readonly hint: ShapeHint | undefined;
}

function shapeOf(schema: unknown, hint: ShapeHint | undefined): Shape | undefined {
  if (schema === undefined && hint === undefined) return undefined;
  const known = schema === undefined ? undefined : normalized(schema);
  const required = new Set([...requiredOf(known)].map(pascalCase));
  return { schema: known, required, hint };
}

/** Static schemas list required members first, and then say how many there are. */
function requiredOf(schema: NormalizedSchema | undefined): readonly string[] {
  const source: unknown = schema?.getSchema();
  if (!Array.isArray(source) || !Array.isArray(source[4])) return [];
  return source[4].slice(0, typeof source[6] === 'number' ? source[6] : 0);
}

function checkMembers(value: Json, shape: Shape, strict: boolean): string | undefined {
  if (!isObject(value)) return undefined;
  for (const name of strict ? shape.required : []) {
    if (value[name] === undefined) return `Required field '${name}' is missing`;
  }
  const members = new Map(
    shape.schema?.isStructSchema() === true
      ? [...shape.schema.structIterator()].map(([name, member]) => [pascalCase(name), member])
      : [],
  );
  for (const [name, member] of Object.entries(value)) {
    const hint = shape.hint?.[name];
    const schema = members.get(name);
    const found = checkMember(name, member, { schema, hint, strict });
    if (found !== undefined) return found;
  }
  return undefined;
}

interface MemberShape {
  readonly schema: NormalizedSchema | undefined;
  readonly hint: ShapeHint[string] | undefined;
  readonly strict: boolean;
}

function checkMember(name: string, value: Json, member: MemberShape): string | undefined {
  const { schema, hint, strict } = member;
  const type = typeOf(schema) ?? (isBound(hint) ? hint.type : undefined);
  if (type !== undefined && !hasType(value, type)) {
    const article = /^[aeiou]/.test(type) ? 'an' : 'a';
    return `Field '${name}' must be ${article} ${type}`;
  }
  if (isBound(hint)) return checkBound(name, value, hint);
  if (isArray(value) && schema?.isListSchema() === true) {
    return value
      .map((item) => checkMember(name, item, { schema: schema.getValueSchema(), hint, strict }))
      .find((problem) => problem !== undefined);
  }
  if (schema?.isStructSchema() === true || hint !== undefined) {
    const shape = { schema, required: new Set(requiredOf(schema).map(pascalCase)), hint };
    return checkMembers(value, shape, strict);
  }
  return undefined;
}

type JsonType = 'string' | 'number' | 'boolean' | 'array' | 'object';

function typeOf(schema: NormalizedSchema | undefined): JsonType | undefined {
  if (schema === undefined) return undefined;
  if (schema.isStringSchema() || schema.isTimestampSchema() || schema.isBlobSchema()) {
    return 'string';
  }
  if (schema.isNumericSchema()) return 'number';
  if (schema.isBooleanSchema()) return 'boolean';
  if (schema.isListSchema()) return 'array';
  return schema.isStructSchema() || schema.isMapSchema() ? 'object' : undefined;
}

function hasType(value: Json, type: JsonType): boolean {
  if (type === 'array') return isArray(value);
  return type === 'object' ? isObject(value) : typeof value === type;
}

const isBound = (hint: ShapeHint[string] | undefined): hint is Bound =>
  hint !== undefined && typeof hint['type'] === 'string';

function checkBound(name: string, value: Json, bound: Bound): string | undefined {
  if (typeof value === 'number') {
    if (value < (bound.min ?? value)) return `Field '${name}' is less than the minimum value`;
    if (value > (bound.max ?? value)) return `Field '${name}' exceeds the maximum value`;
  }
  const allowed = bound.values;
  if (allowed === undefined || (typeof value === 'string' && allowed.includes(value))) {
    return undefined;
  }
  return `Field '${name}' is not an expected value`;
}
