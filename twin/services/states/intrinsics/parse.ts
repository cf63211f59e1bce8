// Parses calls of intrinsic functions: `States.Format('{} of {}', $.part, States.ArrayLength($.all))`.
import type { Json } from '../json.ts';
import { readPath } from '../jsonpath/parse.ts';
import type { Path } from '../jsonpath/path.ts';
import { createScanner, type Scanner } from '../jsonpath/scanner.ts';
import { INTRINSICS, type IntrinsicName } from './registry.ts';

export interface Call {
  readonly text: string;
  readonly name: IntrinsicName;
  readonly arguments: readonly Argument[];
}

export type Argument =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'call'; readonly call: Call };

const parsed = new Map<string, Call>();

export const looksLikeCall = (text: string): boolean => text.startsWith('States.');

/** Throws SyntaxProblem where the text is not a call of a known function. */
export function parseCall(text: string): Call {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const scanner = createScanner(text);
  const call = readCall(scanner);
  scanner.skipSpaces();
  if (!scanner.done()) scanner.fail('unexpected character');
  parsed.set(text, call);
  return call;
}

const isIntrinsic = (name: string): name is IntrinsicName => Object.hasOwn(INTRINSICS, name);

function readCall(scanner: Scanner): Call {
  const start = scanner.position();
  scanner.expect('States.');
  const name = scanner.match(/\w+/) ?? '';
  if (!isIntrinsic(name)) return scanner.fail(`no intrinsic function States.${name}`);
  scanner.expect('(');
  const args: Argument[] = [];
  scanner.skipSpaces();
  if (!scanner.accept(')')) {
    do args.push(readArgument(scanner, name === 'Format' && args.length === 0));
    while (scanner.accept(','));
    scanner.expect(')');
  }
  checkCount(scanner, name, args.length);
  return { text: scanner.text.slice(start, scanner.position()), name, arguments: args };
}

function checkCount(scanner: Scanner, name: IntrinsicName, count: number): void {
  const { fewest, most } = INTRINSICS[name];
  if (count < fewest || count > most)
    scanner.fail(`States.${name} does not take ${count} arguments`);
}

function readArgument(scanner: Scanner, isTemplate: boolean): Argument {
  scanner.skipSpaces();
  const argument = readArgumentBody(scanner, isTemplate);
  scanner.skipSpaces();
  return argument;
}

function readArgumentBody(scanner: Scanner, isTemplate: boolean): Argument {
  if (scanner.peek() === '$') return { kind: 'path', path: readPath(scanner) };
  if (scanner.peek() === "'") return { kind: 'literal', value: readString(scanner, isTemplate) };
  if (scanner.peek() === 'S') return { kind: 'call', call: readCall(scanner) };
  const word = scanner.match(/-?\d+(\.\d+)?([eE][-+]?\d+)?|true|false|null/);
  return { kind: 'literal', value: JSON.parse(word ?? scanner.fail('expected an argument')) };
}

/** Only quotes, braces and the backslash itself may be escaped. A template keeps the backslashes: Format reads them. */
function readString(scanner: Scanner, isTemplate: boolean): string {
  scanner.expect("'");
  let value = '';
  while (!scanner.accept("'")) {
    if (scanner.done()) scanner.fail('unterminated string');
    if (scanner.accept('\\')) {
      const escaped = scanner.match(/['{}\\]/) ?? scanner.fail('illegal escape');
      value += isTemplate ? `\\${escaped}` : escaped;
    } else {
      value += scanner.peek();
      scanner.expect(scanner.peek());
    }
  }
  return value;
}
