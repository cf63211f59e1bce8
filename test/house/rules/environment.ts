/** The process's environment is read in the few places that may, and parsed there. */
import { codeFiles, codeOf } from '../code.ts';
import { type Finding, findingAt, type Tree } from '../rule.ts';

const READERS = ['aws/settings.ts', 'bin/', 'cli/', 'aws/stand-ins/', 'scripts/', 'test/'];

export function environmentReaders(tree: Tree): readonly Finding[] {
  return codeFiles(tree)
    .filter(({ path }) => !READERS.some((reader) => path.startsWith(reader)))
    .flatMap((file) =>
      [...codeOf(file).matchAll(/\bprocess\s*\.\s*env\b/g)].map(({ index }) =>
        findingAt(file, index, `only these read process.env: ${READERS.join(', ')}`),
      ),
    );
}
