/** Writes generated files, and takes away those that nothing generates any more. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from './generated-files.ts';

const root = join(import.meta.dirname, '..');

export async function writeFiles(files: readonly GeneratedFile[]): Promise<void> {
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
    await mkdir(join(root, folder), { recursive: true });
    for (const name of await readdir(join(root, folder))) {
      const kept = files.some(({ path }) => path === `${folder}/${name}`);
      if (!kept) await rm(join(root, folder, name), { recursive: true });
    }
  }
  for (const { path, content } of files) await writeFile(join(root, path), content);
  process.stdout.write(`wrote ${files.length} files\n`);
}
