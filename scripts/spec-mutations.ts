/** Damages release specs: along their grammar, where people err, and byte by byte, where disks do. */
import { parse, stringify } from 'yaml';
import type { Random } from '../twin/kernel/random.ts';

type Mutation = (text: string, random: Random) => string;

const valuesMax = 3;

/** One to three mutations of a valid text, as bytes on disk. */
export function mutateSpec(text: string, random: Random): Uint8Array {
  const alongGrammar = random.chance(0.5) ? mutateTree(text, random) : text;
  if (alongGrammar !== text && random.chance(0.7)) return new TextEncoder().encode(alongGrammar);
  const damaged = repeat(
    random,
    (current) => random.pick(textMutations)(current, random),
    alongGrammar,
  );
  const bytes = new TextEncoder().encode(damaged);
  return random.chance(0.2) ? flipByte(bytes, random) : bytes;
}

/** What people write where something else is wanted, and what attackers do. */
const nastyValues: readonly [unknown, ...unknown[]] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  33.3,
  100,
  101,
  1e21,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  ' ',
  '0',
  '10%',
  '-5m',
  '5 min',
  '1h30',
  'P1W',
  '999999h',
  'no',
  '12:30',
  '010',
  'latest',
  '*',
  '../x',
  '/',
  '//',
  'https://example.com',
  '$(touch /tmp/x)',
  '{% $states.input %}',
  'раyments',
  '\u202e',
  '\u0000',
  '\ud800',
  '\u200b',
  'é',
  'e\u0301',
  '😀',
  '\u001b[31m',
  'canary',
  'rolling',
  'v1',
  'x'.repeat(300),
  '🏳'.repeat(300),
  [],
  {},
  [[]],
  [null],
  { kind: null },
  { kind: 'canary' },
  { kind: 'window' },
  { kind: 'gradual', steps: [0, 0] },
  [1, 2, 3],
  { constructor: 1 },
  JSON.parse('{"__proto__": {"polluted": true}}'),
];

const keys: readonly [string, ...string[]] = [
  'phase',
  'weights',
  'kind',
  'name',
  'taskRole',
  'Strategy',
  '__proto__',
  'toString',
  '',
  '<<',
  'environments',
  'gate',
  'a b',
  '\u202e',
  '0',
  'null',
  'bake',
  'noTraffic',
  'unsafe',
];

function mutateTree(text: string, random: Random): string {
  const root: unknown = parse(text, { logLevel: 'silent' });
  const holders = holdersOf(root);
  const [first, ...rest] = holders;
  if (first === undefined) return text;
  repeat(
    random,
    (current) => {
      mutateHolder(random.pick([first, ...rest]), random);
      return current;
    },
    '',
  );
  try {
    return stringify(root, { defaultStringType: random.chance(0.5) ? 'QUOTE_DOUBLE' : 'PLAIN' });
  } catch {
    // Some mutations cannot be written down (a circle, a half character): the text stays as it was.
    return text;
  }
}

type Holder = unknown[] | Record<string, unknown>;

function mutateHolder(holder: Holder, random: Random): void {
  const entries = Object.keys(holder);
  const key = entries[random.below(Math.max(entries.length, 1))] ?? '0';
  const value: unknown = Reflect.get(holder, key);
  const changes: readonly [() => unknown, ...(() => unknown)[]] = [
    () => Reflect.deleteProperty(holder, key),
    () => put(holder, key, [value]),
    () => put(holder, random.pick(keys), value),
    () => (Array.isArray(holder) ? holder.push(value) : put(holder, `${key}s`, value)),
    () => (Array.isArray(holder) ? holder.reverse() : put(holder, key, asText(value))),
    // Twice, since it finds the most.
    () => put(holder, key, structuredClone(random.pick(nastyValues))),
    () => put(holder, key, structuredClone(random.pick(nastyValues))),
  ];
  random.pick(changes)();
}

/** Defined, not assigned: to assign `__proto__` would change what the holder is. */
function put(holder: Holder, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

function asText(value: unknown): string {
  return typeof value === 'object' ? 'text' : String(value);
}

/** Every list and mapping below. */
function holdersOf(value: unknown): readonly Holder[] {
  if (Array.isArray(value)) return [value, ...value.flatMap(holdersOf)];
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(holdersOf)];
}

const snippets: readonly [string, ...string[]] = [
  '\t',
  '\u0000',
  '\u202e',
  '\ufeff',
  '\r',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '&a ',
  '*a ',
  '!!binary ',
  '|',
  '>',
  '?',
  ': ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '#',
  ',',
  '\\',
  '<<: *a\n',
  '\n',
  '  ',
  '1e3',
  ' no',
];

const textMutations: readonly [Mutation, ...Mutation[]] = [
  (text, random) => splice(text, random, 0, random.pick(snippets)),
  (text, random) => splice(text, random, random.below(20), ''),
  (text, random) => splice(text, random, 1, String.fromCharCode(random.below(0x10000))),
  (text, random) => {
    const [from, to] = [random.below(text.length), random.below(text.length)];
    return splice(text, random, 0, text.slice(Math.min(from, to), Math.max(from, to)));
  },
  (text, random) => mapLine(text, random, (line) => `${line}\n${line}`),
  (text, random) => mapLine(text, random, () => ''),
  (text, random) => mapLine(text, random, (line) => ` ${line}`),
  (text, random) => mapLine(text, random, (line) => line.replace(/^ /, '')),
  (text, random) =>
    mapLine(text, random, (line) => line.replace(/\d+/, String(random.below(1000)))),
  (text, random) =>
    splice(text, random, 0, random.pick(['[', '{a: ', '- ', '&a [*a,']).repeat(random.below(200))),
  (text, random) => text.slice(0, random.below(text.length)),
];

function splice(text: string, random: Random, remove: number, insert: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + insert + text.slice(at + remove);
}

function mapLine(text: string, random: Random, change: (line: string) => string): string {
  const lines = text.split('\n');
  const chosen = random.below(lines.length);
  return lines.map((line, index) => (index === chosen ? change(line) : line)).join('\n');
}

function flipByte(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length);
  return bytes.map((byte, index) => (index === at ? byte ^ (1 << random.below(8)) : byte));
}

function repeat(random: Random, step: (text: string) => string, start: string): string {
  let text = start;
  for (let count = 1 + random.below(valuesMax); count > 0; count -= 1) text = step(text);
  return text;
}
