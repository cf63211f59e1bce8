// Compares what came out with what AWS recorded. Tokens that stand for ids, names and dates equal anything.
import { isArray, isObject, type Json } from '../../../twin/services/states/json.ts';

/** Normalised by the recording: `<uuid:1>`, `<ArnPart_0idx>`, the account, `date`, ... */
const ALWAYS_WILD = /<[\w:.-]+>|LSX_\w+|111111111111/;
/** What stands in the inputs for names that the recording test made. */
const PLACEHOLDER = /LSX_|arn:sm:0:|_uid\d+|snf_role_arn/;
/** Words that replaced a whole value. */
const WHOLE_VALUES = new Set([
  'timestamp',
  'date',
  'start-date',
  'stop-date',
  'start-time',
  'entered-time',
  'RandomNumberGenerated',
]);

/** The first difference as `path: expected ..., got ...`, or undefined. */
export function difference(
  expected: Json | undefined,
  actual: Json | undefined,
  wildcards: readonly string[],
  path = '',
): string | undefined {
  if (isObject(expected)) {
    const value = parsedObject(actual);
    if (!isObject(value)) return describe(path, expected, actual);
    for (const key of new Set([...Object.keys(expected), ...Object.keys(value)])) {
      // The recording replaced some values by the name of their member.
      if (expected[key] === key && value[key] !== undefined) continue;
      const found = difference(expected[key], value[key], wildcards, `${path}/${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isArray(expected)) {
    const value = parsedArray(actual);
    if (!isArray(value) || value.length !== expected.length)
      return describe(path, expected, actual);
    for (const [index, item] of expected.entries()) {
      const found = difference(item, value[index], wildcards, `${path}/${index}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof expected === 'string' && matches(expected, actual, wildcards)) return undefined;
  return expected === actual ? undefined : describe(path, expected, actual);
}

const describe = (path: string, expected: Json | undefined, actual: Json | undefined): string =>
  `${path || '/'}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;

/** The recording parsed objects inside strings. */
const parsedObject = (value: Json | undefined): Json | undefined =>
  typeof value === 'string' && value.startsWith('{') ? JSON.parse(value) : value;

const parsedArray = (value: Json | undefined): Json | undefined =>
  typeof value === 'string' && value.startsWith('[') ? JSON.parse(value) : value;

function matches(
  expected: string,
  actual: Json | undefined,
  wildcards: readonly string[],
): boolean {
  if (expected === actual) return true;
  if (actual === undefined) return false;
  // What the recording test made at run time is unknown on our side.
  if (typeof actual === 'string' && PLACEHOLDER.test(actual)) return true;
  if (WHOLE_VALUES.has(expected.replaceAll('"', '')) || wildcards.includes(expected)) return true;
  if (typeof actual !== 'string') return ALWAYS_WILD.exec(expected)?.[0] === expected;
  return patternFor(expected, wildcards).test(actual);
}

const patterns = new Map<string, RegExp>();

function patternFor(expected: string, wildcards: readonly string[]): RegExp {
  const key = `${expected}\n${wildcards.join('\n')}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const tokens = [ALWAYS_WILD.source, ...wildcards.map(escapePattern)].join('|');
  const parts = expected.split(new RegExp(tokens));
  const pattern = new RegExp(`^${parts.map(escapePattern).join('[\\s\\S]*')}$`);
  patterns.set(key, pattern);
  return pattern;
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
