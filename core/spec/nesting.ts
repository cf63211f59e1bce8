/** Refuses deep nesting before anything recurses into it. */
import { Lexer, Parser } from 'yaml';
import { limits } from '../limits.ts';

/** The document, and the scalar or key that is being read, stand on the parser's stack too. */
const stackMax = limits.specDepthMax + 4;

/**
 * The reader of YAML builds its document by recursion. Near the end of the stack V8 may have to compile
 * a regular expression, and then ends the process: no `catch` sees that. The lexer and the parser work
 * with a stack of their own, so the depth is known before.
 */
export function nestsTooDeep(text: string): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    // The tokens are of no interest; drawing them moves the parser on.
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > stackMax) return true;
  }
  return false;
}
