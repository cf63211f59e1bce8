/** How modules export and import: named exports only, and zod in the one form that bundles small. */
import { codeFiles, codeOf } from '../code.ts';
import { importsOf } from '../imports.ts';
import { type Finding, findingAt, type Tree } from '../rule.ts';

const DEFAULT_EXPORT = /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/g;

/** Tools that read a configuration file want its default export. */
const CONFIGURATION = /(?:^|\/)[a-z]+\.config\.ts$/;

export function noDefaultExports(tree: Tree): readonly Finding[] {
  return codeFiles(tree)
    .filter(({ path }) => !CONFIGURATION.test(path))
    .flatMap((file) =>
      [...codeOf(file).matchAll(DEFAULT_EXPORT)].map(({ index }) =>
        findingAt(file, index, 'default export; give it a name'),
      ),
    );
}

/** `import { z }` brings 443 kB into a Lambda, `import * as z` 71 kB. Types alone bring nothing. */
export function zodAsNamespace(tree: Tree): readonly Finding[] {
  return codeFiles(tree).flatMap((file) =>
    importsOf(file)
      .filter(
        ({ specifier, clause }) => specifier === 'zod' && !/^(?:type\b|\* as z$)/.test(clause),
      )
      .map(({ offset }) => findingAt(file, offset, "write: import * as z from 'zod'")),
  );
}
