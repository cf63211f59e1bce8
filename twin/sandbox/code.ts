// The files of a function's deployment package: from a folder, from a zip, or given as text.
import { existsSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { unzip } from './unzip.ts';

export interface CodePackage {
  /** Names the package for compiled-code caches; equal for equal content. */
  readonly id: string;
  readonly sizeBytes: number;
  /** The text of a file in the package, or undefined where there is none. */
  read(path: string): string | undefined;
}

/** Folders do not change while a process runs, so that their files are read once. */
const folderFiles = new Map<string, string | undefined>();

export function codeFromFolder(folder: string): CodePackage {
  return {
    id: folder,
    sizeBytes: 0,
    read(path) {
      const file = join(folder, normalize(`/${path}`));
      if (!folderFiles.has(file)) {
        folderFiles.set(file, existsSync(file) ? readFileSync(file, 'utf8') : undefined);
      }
      return folderFiles.get(file);
    },
  };
}

export function codeFromZip(zip: Uint8Array, id: string): CodePackage {
  const files = unzip(zip);
  return {
    id,
    sizeBytes: zip.byteLength,
    read: (path) => {
      const content = files.get(path);
      return content === undefined ? undefined : Buffer.from(content).toString('utf8');
    },
  };
}

export function codeFromText(text: string, id: string): CodePackage {
  return {
    id,
    sizeBytes: Buffer.byteLength(text),
    read: (path) => (path === 'index.js' ? text : undefined),
  };
}
