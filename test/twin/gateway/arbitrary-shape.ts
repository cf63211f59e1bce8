// Random values by schema: whatever a shape of an SDK client may hold, within a bounded depth.
import type { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { normalized } from '../../../twin/gateway/service-model.ts';

export interface ShapeOptions {
  /** Members that are always there. */
  readonly required: readonly string[];
  /** Members that the client would not send as they are. */
  readonly without?: (member: string) => boolean;
}

/** The code of timestamps that are spelled as in headers. */
const HTTP_DATE = 6;
/** Deeper members are left out. */
const DEPTH_MAX = 7;
const START_OF_2020 = Date.UTC(2020, 0, 1);

/** Control characters have no place in XML, and clients take blank lines in it for indentation. */
const text = fc
  .string({ maxLength: 12, unit: fc.constantFrom(...'aZ09 <>&"\'%+=/?#:;,é€😀\n{}[]') })
  .filter((each) => each.trim() !== '' || !each.includes('\n'));
/** What travels in a header or in the path. */
const plainText = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'aZ09-_.:') });
const number = fc.oneof(
  fc.integer(),
  fc.integer({ min: -8_000, max: 8_000 }).map((eighths) => eighths / 8),
);
/** Clients read large and long numbers of documents in ways of their own, and JSON text has only one zero. */
const withPlainNumbers = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, each) =>
    typeof each === 'number' ? Math.trunc(each % 1_000) + 0 : each,
  );
const milliseconds = fc.integer({ min: START_OF_2020, max: START_OF_2020 * 1.2 });

export function arbitraryShape(schema: unknown, options: ShapeOptions): fc.Arbitrary<object> {
  const shape = normalized(schema);
  if (shape.isUnitSchema()) return fc.constant({});
  return structure(shape, 0, options) as fc.Arbitrary<object>;
}

/** Members that the client fills in by itself, or that every answer has, cannot be left out. */
function structure(
  shape: NormalizedSchema,
  depth: number,
  { required, without = () => false }: ShapeOptions,
): fc.Arbitrary<unknown> | undefined {
  const members: Record<string, fc.Arbitrary<unknown>> = {};
  const present = new Set(required);
  for (const [name, member] of shape.structIterator()) {
    if (without(name)) continue;
    const arbitrary = arbitraryValue(member, depth + 1);
    if (arbitrary === undefined) continue;
    members[name] = arbitrary;
    const { httpLabel, httpPayload, httpResponseCode, idempotencyToken } = member.getMergedTraits();
    if (httpLabel || httpPayload || httpResponseCode || idempotencyToken) present.add(name);
  }
  const names = Object.keys(members);
  if (shape.isUnionSchema()) return union(members);
  if (names.length === 0 && depth > 0) return undefined;
  const record = fc.record(members, {
    requiredKeys: names.filter((name) => present.has(name)),
    noNullPrototype: true,
  });
  // Form parameters and XML cannot tell a structure without members from none.
  return depth === 0 ? record : record.filter((value) => Object.keys(value).length > 0);
}

function union(members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> | undefined {
  const choices = Object.entries(members).map(([name, arbitrary]) =>
    arbitrary.map((value) => ({ [name]: value })),
  );
  return choices.length === 0 ? undefined : fc.oneof(...choices);
}

function arbitraryValue(shape: NormalizedSchema, depth: number): fc.Arbitrary<unknown> | undefined {
  if (shape.isStructSchema()) {
    return depth > DEPTH_MAX ? undefined : structure(shape, depth, { required: [] });
  }
  if (shape.isListSchema()) {
    const { httpHeader } = shape.getMergedTraits();
    const element = httpHeader ? plainText : arbitraryValue(shape.getValueSchema(), depth + 1);
    return element && fc.array(element, { minLength: 1, maxLength: 2 });
  }
  if (shape.isMapSchema()) {
    const value = arbitraryValue(shape.getValueSchema(), depth + 1);
    return (
      value && fc.dictionary(plainText, value, { minKeys: 1, maxKeys: 2, noNullPrototype: true })
    );
  }
  return scalar(shape);
}

function scalar(shape: NormalizedSchema): fc.Arbitrary<unknown> {
  const { httpHeader, httpLabel, httpPayload, httpQuery, httpResponseCode } =
    shape.getMergedTraits();
  if (httpResponseCode) return fc.integer({ min: 200, max: 299 });
  if (shape.isBooleanSchema()) return fc.boolean();
  if (shape.isNumericSchema()) return number;
  if (shape.isTimestampSchema()) {
    // Headers, query strings and one of the formats tell whole seconds.
    const unit = httpHeader || httpQuery || shape.getSchema() === HTTP_DATE ? 1000 : 1;
    return milliseconds.map((time) => new Date(time - (time % unit)));
  }
  // An empty body is no payload.
  if (shape.isBlobSchema()) return fc.uint8Array({ minLength: httpPayload ? 1 : 0, maxLength: 20 });
  if (shape.isDocumentSchema())
    return fc.dictionary(plainText, fc.jsonValue({ maxDepth: 2 }).map(withPlainNumbers));
  if (shape.isBigIntegerSchema() || shape.isBigDecimalSchema()) return fc.bigInt();
  return httpHeader || httpLabel || httpPayload ? plainText : text;
}
