// Parses JSONPath: the language of ASL's paths, with variables and the context object as further roots.
import { parseFilter } from './filter.ts';
import { isDefinite, type Path, type Root, type Step } from './path.ts';
import { createScanner, readQuoted, type Scanner } from './scanner.ts';

const NAME = /[^\s.[\]()'",*?@$&|!<>=~:]+/;
const VARIABLE = /[\p{ID_Start}_][\p{ID_Continue}]*/u;

const parsed = new Map<string, Path>();

/** Throws SyntaxProblem where the text is not a path. */
export function parsePath(text: string): Path {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const scanner = createScanner(text);
  const path = readPath(scanner);
  if (!scanner.done()) scanner.fail('unexpected character');
  parsed.set(text, path);
  return path;
}

/** Reads a path out of a longer text, up to the first character that cannot belong to it. */
export function readPath(scanner: Scanner): Path {
  const start = scanner.position();
  const root = readRoot(scanner);
  const steps = readSteps(scanner);
  return {
    text: scanner.text.slice(start, scanner.position()),
    root,
    steps,
    definite: isDefinite(steps),
  };
}

function readSteps(scanner: Scanner): readonly Step[] {
  const steps: Step[] = [];
  for (;;) {
    if (scanner.accept('..')) {
      steps.push({ kind: 'descend' });
      if (scanner.peek() !== '[') steps.push(readDotted(scanner));
    } else if (scanner.accept('.')) {
      if (scanner.peek() !== '[') steps.push(readDotted(scanner));
    } else if (scanner.accept('[')) {
      steps.push(readBracketed(scanner));
    } else return steps;
  }
}

function readRoot(scanner: Scanner): Root {
  scanner.expect('$');
  if (scanner.accept('$')) return { kind: 'context' };
  const sticky = new RegExp(VARIABLE.source, 'uy');
  sticky.lastIndex = scanner.position();
  const name = sticky.exec(scanner.text)?.[0];
  if (name === undefined) return { kind: 'data' };
  scanner.expect(name);
  return { kind: 'variable', name };
}

function readDotted(scanner: Scanner): Step {
  if (scanner.accept('*')) return { kind: 'wildcard' };
  const name = scanner.match(NAME) ?? scanner.fail('expected a member name');
  if (scanner.peek() === '(') {
    scanner.expect('(');
    scanner.expect(')');
    return { kind: 'function', name };
  }
  return { kind: 'member', names: [name] };
}

function readBracketed(scanner: Scanner): Step {
  scanner.skipSpaces();
  const step = readBracketBody(scanner);
  scanner.skipSpaces();
  scanner.expect(']');
  return step;
}

function readBracketBody(scanner: Scanner): Step {
  if (scanner.accept('*')) return { kind: 'wildcard' };
  if (scanner.accept('?')) return { kind: 'filter', filter: parseFilter(scanner, readSteps) };
  if (scanner.peek() === "'" || scanner.peek() === '"') {
    return { kind: 'member', names: readList(scanner, readQuoted) };
  }
  const from = readInteger(scanner);
  scanner.skipSpaces();
  if (scanner.accept(':')) return readSlice(scanner, from);
  const first = from ?? scanner.fail('expected an index');
  const indices = [first];
  while (scanner.accept(',')) {
    scanner.skipSpaces();
    indices.push(readInteger(scanner) ?? scanner.fail('expected an index'));
    scanner.skipSpaces();
  }
  return { kind: 'index', indices };
}

function readSlice(scanner: Scanner, from: number | undefined): Step {
  const to = readInteger(scanner);
  const step = scanner.accept(':') ? readInteger(scanner) : undefined;
  return {
    kind: 'slice',
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(step === undefined ? {} : { step }),
  };
}

function readInteger(scanner: Scanner): number | undefined {
  scanner.skipSpaces();
  const digits = scanner.match(/-?\d+/);
  return digits === undefined ? undefined : Number(digits);
}

function readList<T>(scanner: Scanner, read: (scanner: Scanner) => T): T[] {
  const items: T[] = [];
  do {
    scanner.skipSpaces();
    items.push(read(scanner));
    scanner.skipSpaces();
  } while (scanner.accept(','));
  return items;
}
