// Reads a path or an intrinsic call character by character; both grammars share it.

export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';
}

export interface Scanner {
  readonly text: string;
  position(): number;
  done(): boolean;
  peek(offset?: number): string;
  /** Consumes the token if it comes next. */
  accept(token: string): boolean;
  expect(token: string): void;
  /** Consumes what the sticky pattern matches here. */
  match(pattern: RegExp): string | undefined;
  skipSpaces(): void;
  fail(what: string): never;
}

export function createScanner(text: string, start = 0): Scanner {
  let at = start;
  const scanner: Scanner = {
    text,
    position: () => at,
    done: () => at >= text.length,
    peek: (offset = 0) => text.charAt(at + offset),
    accept(token) {
      if (!text.startsWith(token, at)) return false;
      at += token.length;
      return true;
    },
    expect(token) {
      if (!scanner.accept(token)) scanner.fail(`expected '${token}'`);
    },
    match(pattern) {
      const sticky = new RegExp(pattern.source, 'y');
      sticky.lastIndex = at;
      const found = sticky.exec(text)?.[0];
      if (found !== undefined) at += found.length;
      return found;
    },
    skipSpaces() {
      while (at < text.length && text.charAt(at) <= ' ') at += 1;
    },
    fail(what) {
      throw new SyntaxProblem(`${what} at position ${at} of '${text}'`);
    },
  };
  return scanner;
}

/** A quoted string from its opening quote on. A backslash before that quote makes it a part of the string. */
export function readQuoted(scanner: Scanner): string {
  const quote = scanner.peek();
  scanner.expect(quote);
  let value = '';
  for (;;) {
    if (scanner.done()) scanner.fail('unterminated string');
    if (scanner.accept(quote)) return value;
    if (scanner.peek() === '\\' && scanner.peek(1) === quote) scanner.accept('\\');
    value += scanner.peek();
    scanner.expect(scanner.peek());
  }
}
