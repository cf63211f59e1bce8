// Filter expressions: `[?(@.price < 10 && @.name == 'x')]`.
import type { Filter, Operand, Step } from './path.ts';
import { readQuoted, type Scanner } from './scanner.ts';

const OPERATORS = /==|!=|<=|>=|=~|<|>|\bin\b|\bnin\b|\bsize\b|\bempty\b/;

/** The grammar of steps comes from outside: paths contain filters, and filters contain paths. */
export type ReadSteps = (scanner: Scanner) => readonly Step[];

export function parseFilter(scanner: Scanner, readSteps: ReadSteps): Filter {
  scanner.skipSpaces();
  scanner.expect('(');
  const filter = readEither(scanner, readSteps);
  scanner.skipSpaces();
  scanner.expect(')');
  return filter;
}

function readEither(scanner: Scanner, readSteps: ReadSteps): Filter {
  const filters = [readBoth(scanner, readSteps)];
  while (acceptSpaced(scanner, '||')) filters.push(readBoth(scanner, readSteps));
  return join('or', filters);
}

function readBoth(scanner: Scanner, readSteps: ReadSteps): Filter {
  const filters = [readUnary(scanner, readSteps)];
  while (acceptSpaced(scanner, '&&')) filters.push(readUnary(scanner, readSteps));
  return join('and', filters);
}

function join(kind: 'and' | 'or', filters: readonly Filter[]): Filter {
  const [only] = filters;
  return filters.length === 1 && only !== undefined ? only : { kind, filters };
}

function readUnary(scanner: Scanner, readSteps: ReadSteps): Filter {
  scanner.skipSpaces();
  if (scanner.accept('!')) return { kind: 'not', filter: readUnary(scanner, readSteps) };
  if (scanner.peek() === '(') return parseFilter(scanner, readSteps);
  const left = readOperand(scanner, readSteps);
  scanner.skipSpaces();
  const operator = scanner.match(OPERATORS);
  if (operator === undefined) return { kind: 'exists', operand: left };
  return { kind: 'compare', operator, left, right: readOperand(scanner, readSteps) };
}

function readOperand(scanner: Scanner, readSteps: ReadSteps): Operand {
  scanner.skipSpaces();
  if (scanner.accept('@')) return { kind: 'path', fromItem: true, steps: readSteps(scanner) };
  if (scanner.accept('$')) return { kind: 'path', fromItem: false, steps: readSteps(scanner) };
  if (scanner.peek() === "'" || scanner.peek() === '"') {
    return { kind: 'literal', value: readQuoted(scanner) };
  }
  if (scanner.peek() === '[') return readListLiteral(scanner);
  const pattern = scanner.match(/\/(?:\\.|[^/\\])+\/i?/);
  if (pattern !== undefined) return readPattern(pattern);
  const word = scanner.match(/-?\d+(\.\d+)?([eE][-+]?\d+)?|true|false|null/);
  if (word === undefined) return scanner.fail('expected an operand');
  return { kind: 'literal', value: JSON.parse(word) };
}

function readListLiteral(scanner: Scanner): Operand {
  const items = scanner.match(/\[[^\]]*\]/) ?? scanner.fail('expected a list');
  return { kind: 'literal', value: JSON.parse(items.replaceAll("'", '"')) };
}

function readPattern(source: string): Operand {
  const end = source.lastIndexOf('/');
  return { kind: 'pattern', pattern: new RegExp(source.slice(1, end), source.slice(end + 1)) };
}

function acceptSpaced(scanner: Scanner, token: string): boolean {
  scanner.skipSpaces();
  return scanner.accept(token);
}
