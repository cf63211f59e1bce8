/** The repository's own files, read once, in an order that no machine changes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SourceFile } from './rule.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Of a picture only its place counts. */
const PICTURE = /\.png$/;
const TEXT = /\.(?:ts|tsx|mts|mjs|js|json|md|yaml|yml|css|html|sh)$|(?:^|\/)(?:LICENSE|run)$/;

/** What git ignores, by name, so that there is one list. */
const IGNORED: ReadonlySet<string> = new Set([
  '.git',
  ...readFileSync(join(ROOT, '.gitignore'), 'utf8')
    .split('\n')
    .map((line) => line.trim().replace(/\/$/, '')),
]);

export function readTree(): readonly SourceFile[] {
  return filePaths('')
    .filter((path) => TEXT.test(path) || PICTURE.test(path))
    .map((path) => ({
      path,
      text: PICTURE.test(path) ? '' : readFileSync(join(ROOT, path), 'utf8'),
    }));
}

function filePaths(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !IGNORED.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filePaths(path) : path;
    });
}
