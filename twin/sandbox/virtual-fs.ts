// The files of an execution environment: its package, and /tmp in memory. The disk of the machine is none of its business.
import fs from 'node:fs';
import { posix } from 'node:path';
import type { CodePackage } from './code.ts';
import { toCallback } from './virtual-callbacks.ts';

const PACKAGE = '/var/task/';
const SCRATCH = '/tmp/';
/** Lambda's default. */
const SCRATCH_BYTES_MAX = 512 * 1024 * 1024;

type Encoding = BufferEncoding | { readonly encoding?: BufferEncoding | null } | null;

export interface VirtualFs {
  readonly module: object;
  readonly promises: object;
}

export function createFs(code: CodePackage): VirtualFs {
  const files = createFiles(code);
  const work = {
    readFile: (path: unknown, encoding?: Encoding) => decoded(files.read(nameOf(path)), encoding),
    writeFile: (path: unknown, data: string | Uint8Array) => files.write(nameOf(path), data),
    unlink: (path: unknown) => files.remove(nameOf(path)),
    access: (path: unknown) => void files.read(nameOf(path)),
  };
  const promises = {
    ...refusals(fs.promises, 'fs/promises'),
    constants: fs.constants,
    ...inPromises(work),
  };
  const module = {
    ...refusals(fs, 'fs'),
    constants: fs.constants,
    existsSync: (path: unknown) => files.has(nameOf(path)),
    readFileSync: work.readFile,
    writeFileSync: work.writeFile,
    unlinkSync: work.unlink,
    accessSync: work.access,
    readFile: toCallback(work.readFile),
    writeFile: toCallback(work.writeFile),
    unlink: toCallback(work.unlink),
    access: toCallback(work.access),
    promises,
  };
  return { module, promises };
}

function createFiles(code: CodePackage) {
  const scratch = new Map<string, Buffer>();
  const find = (path: string): Buffer | undefined => {
    if (!path.startsWith(PACKAGE)) return scratch.get(path);
    const text = code.read(path.slice(PACKAGE.length));
    return text === undefined ? undefined : Buffer.from(text);
  };
  return {
    has: (path: string) => find(path) !== undefined,
    read(path: string): Buffer {
      const content = find(path);
      if (content === undefined) throw failure('ENOENT', 'no such file or directory', 'open', path);
      return content;
    },
    write(path: string, data: string | Uint8Array): void {
      if (!path.startsWith(SCRATCH)) throw failure('EROFS', 'read-only file system', 'open', path);
      const content = Buffer.from(data as string);
      const others = [...scratch].filter(([name]) => name !== path);
      const bytes = others.reduce((sum, [, each]) => sum + each.byteLength, content.byteLength);
      if (bytes > SCRATCH_BYTES_MAX)
        throw failure('ENOSPC', 'no space left on device', 'write', path);
      scratch.set(path, content);
    },
    remove(path: string): void {
      if (!scratch.delete(path))
        throw failure('ENOENT', 'no such file or directory', 'unlink', path);
    },
  };
}

const nameOf = (path: unknown): string =>
  posix.resolve(PACKAGE, path instanceof URL ? path.pathname : String(path));

function decoded(content: Buffer, options: Encoding = null): string | Buffer {
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding === undefined || encoding === null
    ? Buffer.from(content)
    : content.toString(encoding);
}

const inPromises = (work: Readonly<Record<string, (...args: never[]) => unknown>>): object =>
  Object.fromEntries(
    Object.entries(work).map(([name, run]) => [name, async (...args: never[]) => run(...args)]),
  );

/** Everything else that the module has says that it is not there. */
const refusals = (module: object, name: string): object =>
  Object.fromEntries(
    Object.entries(module)
      .filter(([, member]) => typeof member === 'function')
      .map(([member]) => {
        // With a prototype, unlike an arrow, so that others can ask whether something is an instance of it.
        function refuse(): never {
          throw new Error(`the twin does not give functions ${name}.${member}`);
        }
        return [member, refuse];
      }),
  );

const failure = (code: string, text: string, syscall: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${text}, ${syscall} '${path}'`), { code, syscall, path });
