/** Tests prove something, all of them, every time, and never wait for a real clock. */
import { codeFiles, codeOf } from '../code.ts';
import { type Finding, filesIn, findingAt, type Tree } from '../rule.ts';

const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\bvi\.(?:mock|doMock|stubGlobal)\b/g, 'no mocked modules; pass what the code needs'],
  [/\bvi\.(?:useFakeTimers|waitFor|waitUntil)\b/g, 'no real waiting; move virtual time'],
  [/\b(?:it|test|describe|bench)(?:\.\w+)*\.only\b/g, 'all tests run'],
  [/\b(?:it|test|describe|bench)(?:\.\w+)*\.(?:skip|todo|fails)\b/g, 'use skipIf with a reason'],
  [/(?<![.\w$'"])(?:setTimeout|setInterval)\s*\(/g, 'no sleeping; move virtual time'],
  [
    /\bexpect\([^)]*\b(?:performance\.now|Date\.now)\b/g,
    'no asserts on wall time; write a benchmark',
  ],
];

export function testDiscipline(tree: Tree): readonly Finding[] {
  return codeFiles(filesIn(tree, 'test/')).flatMap((file) =>
    FORBIDDEN.flatMap(([pattern, message]) =>
      [...codeOf(file).matchAll(pattern)].map(({ index }) => findingAt(file, index, message)),
    ),
  );
}
