/** The imports of a source file, and where they lead. */
import { posix } from 'node:path';
import { codeOf } from './code.ts';
import type { SourceFile } from './rule.ts';

export interface Import {
  readonly specifier: string;
  /** What stands between `import` and `from`; empty for a bare or a dynamic import. */
  readonly clause: string;
  readonly offset: number;
}

const STATIC = /\b(?:import|export)\s+([^;'"()=]*?)\s*\bfrom\s*(?=['"])/g;
const BARE_OR_DYNAMIC = /\bimport\s*\(?\s*(?=['"])/g;

export function importsOf(file: SourceFile): readonly Import[] {
  const code = codeOf(file);
  const found = [...code.matchAll(STATIC), ...code.matchAll(BARE_OR_DYNAMIC)];
  return found.map((match) => {
    const start = match.index + match[0].length;
    const end = code.indexOf(code.charAt(start), start + 1);
    return {
      specifier: file.text.slice(start + 1, end),
      clause: match[1] ?? '',
      offset: match.index,
    };
  });
}

export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

/** The path in the repository that a relative import leads to. */
export function resolveImport(importer: string, specifier: string): string {
  return posix.join(posix.dirname(importer), specifier);
}

/** `@aws-sdk/client-sfn` of `@aws-sdk/client-sfn/commands`, `node:fs` of `node:fs/promises`. */
export function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
