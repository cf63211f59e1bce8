/** The changelog tells users what changed, newest first, in one shape. */
import { headingsOf } from '../markdown.ts';
import { packageJson } from '../package-json.ts';
import { type Finding, fileAt, findingAt, findingIn, type SourceFile, type Tree } from '../rule.ts';

const PATH = 'CHANGELOG.md';
const RELEASE = /^(\d+)\.(\d+)\.(\d+), (\d{4}-\d{2}-\d{2})$/;
const KINDS = ['Added', 'Changed', 'Fixed', 'Removed', 'Security'];

export function changelogShape(tree: Tree): readonly Finding[] {
  const file = fileAt(tree, PATH);
  if (file === undefined) return [findingIn(PATH, 'is missing')];
  return [...sections(file), ...order(file), ...lines(file), ...version(file, tree)];
}

function sections(file: SourceFile): readonly Finding[] {
  return headingsOf(file).flatMap(({ level, text, offset }, index) => {
    const expected = expectedHeading(level, index);
    return expected.test(text)
      ? []
      : [findingAt(file, offset, `heading "${text}" is not ${expected}`)];
  });
}

function expectedHeading(level: number, index: number): RegExp {
  if (level === 1) return /^Changelog$/;
  if (level === 2) return index === 1 ? /^Unreleased$/ : RELEASE;
  return new RegExp(`^(?:${KINDS.join('|')})$`);
}

function order(file: SourceFile): readonly Finding[] {
  const keys = releasesOf(file).map(({ key }) => key);
  const ordered = keys.every((key, index) => index === 0 || key < (keys[index - 1] ?? ''));
  return ordered ? [] : [findingIn(PATH, 'releases are not in order, newest first')];
}

/** Between headings stand bullets, each a sentence, and their continued lines. */
function lines(file: SourceFile): readonly Finding[] {
  let offset = 0;
  return file.text.split('\n').flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    return /^(?:#{1,3} .*|- \S.*| {2}\S.*|)$/.test(line) || start < firstSection(file)
      ? []
      : [findingAt(file, start, 'changes are bullets')];
  });
}

function version(file: SourceFile, tree: Tree): readonly Finding[] {
  const newest = releasesOf(file)[0]?.version;
  const current = packageJson(tree).version;
  return newest === undefined || newest === current
    ? []
    : [findingIn(PATH, `the newest release is ${newest}, but package.json says ${current}`)];
}

function releasesOf(
  file: SourceFile,
): readonly { readonly version: string; readonly key: string }[] {
  return headingsOf(file).flatMap(({ text }) => {
    const found = RELEASE.exec(text);
    if (found === null) return [];
    const numbers = found.slice(1, 4);
    const key = [...numbers.map((number) => number.padStart(6, '0')), found[4]].join(' ');
    return [{ version: numbers.join('.'), key }];
  });
}

function firstSection(file: SourceFile): number {
  return headingsOf(file)[1]?.offset ?? file.text.length;
}
