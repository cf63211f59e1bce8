/** What house rules read in a Markdown file: headings, links, and the code that it shows. */
import type { SourceFile, Tree } from './rule.ts';

export interface Place {
  readonly text: string;
  readonly offset: number;
}

export interface Link extends Place {
  readonly target: string;
}

export interface Heading extends Place {
  readonly level: number;
}

const FENCE = /^( *)(```+|~~~+).*\n[\s\S]*?^\1\2 *$/gm;

export function documents(tree: Tree): Tree {
  return tree.filter(({ path }) => path.endsWith('.md'));
}

export function headingsOf(file: SourceFile): readonly Heading[] {
  return [...prose(file).matchAll(/^(#{1,6}) +(.*)$/gm)].map(
    ({ 1: marks = '', 2: text = '', index }) => ({
      level: marks.length,
      text,
      offset: index,
    }),
  );
}

/** Pictures are links too, also those in HTML, which can be told apart for light and dark. */
export function linksOf(file: SourceFile): readonly Link[] {
  const text = prose(file);
  const written = [...text.matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g)];
  const pictures = [...text.matchAll(/<(?:img|source)\b[^>]*?\b(src)(?:set)?="([^"]+)"/g)];
  return [...written, ...pictures].map(({ 1: text = '', 2: target = '', index }) => ({
    text,
    target,
    offset: index,
  }));
}

/** Lines of fenced blocks, without comments, and everything between backticks. */
export function codeOf(file: SourceFile): readonly Place[] {
  const fenced = [...file.text.matchAll(FENCE)].flatMap(({ 0: block, index }) =>
    linesOf(block, index).slice(1, -1),
  );
  const spans = [...prose(file).matchAll(/`([^`\n]+)`/g)].map(({ 1: text = '', index }) => ({
    text,
    offset: index + 1,
  }));
  return [...fenced, ...spans];
}

/** The name under which a heading can be linked to. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** The file's text, the same length, with fenced blocks blank. */
function prose({ text }: SourceFile): string {
  return text.replace(FENCE, (block) => block.replace(/[^\n]/g, ' '));
}

function linesOf(block: string, start: number): readonly Place[] {
  let offset = start;
  return block.split('\n').map((line) => {
    const place = { text: line.replace(/(?:^|\s)#\s.*$/, '').trim(), offset };
    offset += line.length + 1;
    return place;
  });
}
