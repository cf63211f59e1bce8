// JSON read without loss: duplicate keys stay, and numbers keep their digits. Matching depends on both.

export type JsonTree = JsonScalar | readonly JsonTree[] | JsonObject;
export type JsonScalar = string | boolean | null | JsonNumber;

interface JsonNumber {
  readonly digits: string;
}

export interface JsonObject {
  readonly members: readonly (readonly [name: string, value: JsonTree])[];
}

/** As deep as AWS's own parser goes. */
const DEPTH_MAX = 1000;
const TOKEN = /\s*([{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+)/y;

export const isObject = (tree: JsonTree | undefined): tree is JsonObject =>
  typeof tree === 'object' && tree !== null && 'members' in tree;

export const isArray = (tree: JsonTree | undefined): tree is readonly JsonTree[] =>
  Array.isArray(tree);

export const isNumber = (tree: JsonTree | undefined): tree is JsonNumber =>
  typeof tree === 'object' && tree !== null && 'digits' in tree;

/** Throws SyntaxError for anything that is not JSON. */
export function readJson(text: string): JsonTree {
  // The platform judges the syntax; what follows may then trust its tokens.
  JSON.parse(text);
  let position = 0;

  function token(): string {
    TOKEN.lastIndex = position;
    const found = TOKEN.exec(text)?.[1] ?? '';
    position = TOKEN.lastIndex;
    return found;
  }

  function value(first: string, depth: number): JsonTree {
    if (depth > DEPTH_MAX) throw new SyntaxError(`nested deeper than ${DEPTH_MAX} levels`);
    if (first === '{') return object(depth);
    if (first === '[') return array(depth);
    return scalar(first);
  }

  function object(depth: number): JsonObject {
    const members: [string, JsonTree][] = [];
    for (let next = token(); next !== '}'; next = token()) {
      const name = next === ',' ? token() : next;
      token();
      members.push([unquote(name), value(token(), depth + 1)]);
    }
    return { members };
  }

  function array(depth: number): JsonTree[] {
    const elements: JsonTree[] = [];
    for (let next = token(); next !== ']'; next = token()) {
      elements.push(value(next === ',' ? token() : next, depth + 1));
    }
    return elements;
  }

  return value(token(), 0);
}

/** What `readJson` would read in the value's JSON, without writing it first. */
export function treeOf(value: unknown): JsonTree {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? { digits: String(value) } : null;
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return value.map(treeOf);
  if ('toJSON' in value && typeof value.toJSON === 'function') return treeOf(value.toJSON());
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return { members: members.map(([name, member]) => [name, treeOf(member)]) };
}

function scalar(token: string): JsonScalar {
  if (token.startsWith('"')) return unquote(token);
  if (token === 'true') return true;
  if (token === 'false') return false;
  return token === 'null' ? null : { digits: token };
}

const unquote = (token: string): string =>
  token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1);
