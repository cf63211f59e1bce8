// Document paths: `a.b[3].#c`.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../sdk.ts';
import type { ValueMap } from '../values/attribute.ts';
import type { Bindings } from './bindings.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import {
  type Cursor,
  expectSymbol,
  next,
  peek,
  problem,
  syntaxError,
  takeSymbol,
} from './tokens.ts';

/** An attribute name, then map keys and list indexes. */
export type Path = readonly [string, ...(string | number)[]];

export function parsePath(cursor: Cursor, bindings: Bindings): Path {
  const path: [string, ...(string | number)[]] = [segment(cursor, bindings)];
  for (;;) {
    if (takeSymbol(cursor, '.')) path.push(segment(cursor, bindings));
    else if (takeSymbol(cursor, '[')) {
      if (peek(cursor).kind !== 'number') throw syntaxError(cursor);
      path.push(Number(next(cursor).text));
      expectSymbol(cursor, ']');
    } else return path;
  }
}

function segment(cursor: Cursor, bindings: Bindings): string {
  const token = peek(cursor);
  if (token.kind === 'nameRef') {
    cursor.at += 1;
    const name = bindings.name(token.text);
    if (name !== undefined) return name;
    throw problem(
      cursor,
      `An expression attribute name used in the document path is not defined; attribute name: ${token.text}`,
    );
  }
  if (token.kind !== 'name') throw syntaxError(cursor);
  if (RESERVED_WORDS.has(token.text.toUpperCase())) {
    throw problem(cursor, `Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
  }
  cursor.at += 1;
  return token.text;
}

export function valueAt(item: Item, [name, ...rest]: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = item[name];
  for (const step of rest) {
    value = typeof step === 'number' ? value?.L?.[step] : value?.M?.[step];
  }
  return value;
}

/** The parts of an item that the paths name, in the shape that the item has; lists close their gaps. */
export function project(item: Item, paths: readonly Path[]): ValueMap {
  const tree = treeOf(paths);
  return projectMap(item, tree);
}

interface Tree {
  readonly children: Map<string | number, Tree>;
  /** Everything below is wanted. */
  whole: boolean;
}

function treeOf(paths: readonly Path[]): Tree {
  const root: Tree = { children: new Map(), whole: false };
  for (const path of paths) {
    let node = root;
    for (const step of path) {
      const child = node.children.get(step) ?? { children: new Map(), whole: false };
      node.children.set(step, child);
      node = child;
    }
    node.whole = true;
  }
  return root;
}

function projectMap(map: Item, tree: Tree): ValueMap {
  const found: ValueMap = {};
  for (const [step, child] of tree.children) {
    const value = typeof step === 'string' ? map[step] : undefined;
    const part = value === undefined ? undefined : projectValue(value, child);
    if (typeof step === 'string' && part !== undefined) found[step] = part;
  }
  return found;
}

function projectValue(value: AttributeValue, tree: Tree): AttributeValue | undefined {
  if (tree.whole) return value;
  if (value.M !== undefined) {
    const map = projectMap(value.M, tree);
    return Object.keys(map).length === 0 ? undefined : { M: map };
  }
  const list = value.L;
  if (list === undefined) return undefined;
  const parts = [...tree.children]
    .filter((entry): entry is [number, Tree] => typeof entry[0] === 'number')
    .sort(([a], [b]) => a - b)
    .flatMap(([index, child]) => {
      const member = list[index];
      const part = member === undefined ? undefined : projectValue(member, child);
      return part === undefined ? [] : [part];
    });
  return parts.length === 0 ? undefined : { L: parts };
}

/** Paths of one expression may neither contain one another nor treat one place as map and list. */
export function checkDisjoint(cursor: Cursor, paths: readonly Path[]): void {
  paths.forEach((path, index) => {
    for (const other of paths.slice(0, index)) {
      const relation = relationOf(other, path);
      if (relation === undefined) continue;
      throw problem(
        cursor,
        `Two document paths ${relation} with each other; must remove or rewrite one of these paths; ` +
          `path one: ${pathText(other)}, path two: ${pathText(path)}`,
      );
    }
  });
}

function relationOf(one: Path, other: Path): 'overlap' | 'conflict' | undefined {
  const shared = Math.min(one.length, other.length);
  for (let index = 0; index < shared; index += 1) {
    if (typeof one[index] !== typeof other[index]) return 'conflict';
    if (one[index] !== other[index]) return undefined;
  }
  return 'overlap';
}

export const pathText = (path: Path): string =>
  `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
