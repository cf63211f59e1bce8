/**
 * Source text without what only looks like code. Rules search the result, so that a word in a
 * comment, a string or a regular expression breaks no rule. TypeScript 7 has no compiler API to ask.
 */
import type { SourceFile, Tree } from './rule.ts';

const CODE = /\.(?:ts|tsx|mts|mjs|js)$/;

const TOKEN = /\/\/.*|\/\*[\s\S]*?\*\/|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|[`{}/]/g;
const TEMPLATE_TEXT = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y;
const EXPRESSION = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/[\\\n])+\//y;

/** After one of these, `/` begins a regular expression; after anything else it divides. */
const BEFORE_EXPRESSION =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|yield|await|throw))\s*$/;

const masked = new WeakMap<SourceFile, string>();

export function codeFiles(tree: Tree): Tree {
  return tree.filter(({ path }) => CODE.test(path));
}

/** The file's text, the same length, with comments and the insides of literals blank. */
export function codeOf(file: SourceFile): string {
  const known = masked.get(file);
  if (known !== undefined) return known;
  const code = maskLiterals(file.text);
  masked.set(file, code);
  return code;
}

export function maskLiterals(text: string): string {
  let code = '';
  /** How many braces are open within each template that we are inside of, innermost last. */
  const braces: number[] = [];

  for (let from = 0; ; from = code.length) {
    TOKEN.lastIndex = from;
    const found = TOKEN.exec(text);
    if (found === null) return code + text.slice(from);
    const [token] = found;
    code += text.slice(from, found.index);
    if (token === '`' || (token === '}' && braces.at(-1) === 0)) {
      const part = textAt(TEMPLATE_TEXT, text, found.index + 1);
      code += token + hollow(part, 0, part.endsWith('`') ? 1 : 2);
      if (token === '}') braces.pop();
      if (part.endsWith('{')) braces.push(0);
    } else if (token === '{' || token === '}') {
      code += token;
      braces.push((braces.pop() ?? 0) + (token === '{' ? 1 : -1));
    } else if (token === '/') {
      const isExpression = BEFORE_EXPRESSION.test(code.slice(-100));
      const expression = isExpression ? textAt(EXPRESSION, text, found.index) : '';
      code += expression === '' ? token : hollow(expression, 1, 1);
    } else {
      code += token.startsWith('/') ? hollow(token, 0, 0) : hollow(token, 1, 1);
    }
  }
}

function textAt(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}

/** Blank but for this many characters at its start and its end; lines stay lines. */
function hollow(text: string, start: number, end: number): string {
  const inside = text.slice(start, text.length - end);
  return text.slice(0, start) + inside.replace(/[^\n]/g, ' ') + text.slice(text.length - end);
}
