// What is wrong with a text that is not JSON, in the words of Jackson, whose messages AWS hands on.

export interface JsonProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

const VALUE = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

class Problem extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Undefined for a JSON text. */
export function jsonProblem(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return locate(text);
  }
}

function locate(text: string): JsonProblem {
  try {
    const at = skipSpace(text, readValue(text, skipSpace(text, 0)));
    return place(text, at < text.length ? unexpected(text, at, 'a valid value') : ended(text));
  } catch (error) {
    if (error instanceof Problem) return place(text, error);
    throw error;
  }
}

function place(text: string, { message, at }: Problem): JsonProblem {
  const before = text.slice(0, at).split('\n');
  return { message, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

const skipSpace = (text: string, at: number): number => {
  let index = at;
  while (/[ \t\r\n]/.test(text.charAt(index))) index += 1;
  return index;
};

const ended = (text: string): Problem => new Problem('Unexpected end-of-input', text.length);

/** Jackson has read the character that it complains about. */
function unexpected(text: string, at: number, wanted: string): Problem {
  if (at >= text.length) return ended(text);
  const character = text.charAt(at);
  const code = text.charCodeAt(at);
  return new Problem(
    `Unexpected character ('${character}' (code ${code})): was expecting ${wanted}`,
    at + 1,
  );
}

/** Each reader takes the index where its part begins and gives the index after it. */
function readValue(text: string, at: number): number {
  const character = text.charAt(at);
  if (character === '{') return readObject(text, at);
  if (character === '[') return readArray(text, at);
  if (character === '"') return readString(text, at);
  const number = /^-?\d+(\.\d+)?([eE][-+]?\d+)?/.exec(text.slice(at))?.[0];
  if (number !== undefined) return at + number.length;
  const word = /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(text.slice(at))?.[0];
  if (word === 'true' || word === 'false' || word === 'null') return at + word.length;
  if (word !== undefined) {
    throw new Problem(`Unrecognized token '${word}': was expecting ${VALUE}`, at + word.length);
  }
  throw unexpected(text, at, `a valid value ${VALUE}`);
}

function readObject(text: string, start: number): number {
  let at = skipSpace(text, start + 1);
  if (text.charAt(at) === '}') return at + 1;
  for (;;) {
    if (text.charAt(at) !== '"') {
      throw unexpected(text, at, 'double-quote to start field name');
    }
    at = skipSpace(text, readString(text, at));
    if (text.charAt(at) !== ':') {
      throw unexpected(text, at, 'a colon to separate field name and value');
    }
    at = skipSpace(text, readValue(text, skipSpace(text, at + 1)));
    if (text.charAt(at) === '}') return at + 1;
    if (text.charAt(at) !== ',') throw unexpected(text, at, 'comma to separate Object entries');
    at = skipSpace(text, at + 1);
  }
}

function readArray(text: string, start: number): number {
  let at = skipSpace(text, start + 1);
  if (text.charAt(at) === ']') return at + 1;
  for (;;) {
    at = skipSpace(text, readValue(text, at));
    if (text.charAt(at) === ']') return at + 1;
    if (text.charAt(at) !== ',') throw unexpected(text, at, 'comma to separate Array entries');
    at = skipSpace(text, at + 1);
  }
}

function readString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === '"') return at + 1;
  }
  throw new Problem(
    'Unexpected end-of-input: was expecting closing quote for a string value',
    text.length,
  );
}
