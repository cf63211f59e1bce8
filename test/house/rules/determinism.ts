/** Time and chance come as arguments: the same seed gives the same run, on every machine. */
import { codeFiles, codeOf } from '../code.ts';
import { importsOf } from '../imports.ts';
import { type Finding, filesIn, findingAt, type SourceFile, type Tree } from '../rule.ts';

/**
 * The twin's kernel owns time, its HTTP door lives in the outside world, and the sandbox names what
 * it puts virtual stand-ins in the place of.
 */
const OWNERS_OF_TIME = ['twin/kernel/', 'twin/http/', 'twin/sandbox/virtual-'];

const SOURCES = [
  /\bDate\.now\b/g,
  /\bnew Date\s*(?:\(\s*\)|(?![\s(]))/g,
  /(?<!new )(?<![.\w$])Date\(/g,
  /\bMath\.random\b/g,
  /(?<![.\w$'"])performance\.\w/g,
  /(?<![.\w$])process\.(?:hrtime|uptime)\b/g,
  /\b(?:randomUUID|randomBytes|randomInt|getRandomValues)\b(?!\s*[:?'"])/g,
  /(?<![.\w$'"])(?:setTimeout|setInterval|setImmediate|queueMicrotask)\b(?!\s*\??\s*:|['"])/g,
];

const LOCALE = /\.(?:toLocale\w+|localeCompare)\b|\bIntl\.\w+\((?!['"])/g;

export function noClockOrChance(tree: Tree): readonly Finding[] {
  return deterministicFiles(tree).flatMap((file) =>
    [
      ...SOURCES.flatMap((source) => matches(file, source)).filter(
        ({ offset }) => !isMethodName(codeOf(file), offset),
      ),
      ...importsOf(file).filter(({ specifier }) => /^node:(?:timers|perf_hooks)/.test(specifier)),
    ].map(({ offset }) => findingAt(file, offset, 'time and chance come as arguments')),
  );
}

/** Locale functions answer by the machine's settings, unless they are told a locale by name. */
export function noLocale(tree: Tree): readonly Finding[] {
  return deterministicFiles(tree).flatMap((file) =>
    matches(file, LOCALE).map(({ offset }) =>
      findingAt(file, offset, 'locale functions answer differently from machine to machine'),
    ),
  );
}

function deterministicFiles(tree: Tree): Tree {
  return codeFiles(filesIn(tree, 'core/', 'twin/')).filter(
    ({ path }) => !OWNERS_OF_TIME.some((folder) => path.startsWith(folder)),
  );
}

function matches(file: SourceFile, pattern: RegExp): readonly { readonly offset: number }[] {
  return [...codeOf(file).matchAll(pattern)].map(({ index }) => ({ offset: index }));
}

/** `setInterval(run) {` defines a method of that name and calls nothing. */
function isMethodName(code: string, offset: number): boolean {
  return /^\w+\([^()]*\)\s*(?::[^;{]+)?\{/.test(code.slice(offset));
}
