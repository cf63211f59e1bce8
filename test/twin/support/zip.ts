// A zip archive as packers write it: each file packed, and listed in a directory at the end.
import { deflateRawSync } from 'node:zlib';

const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;

export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(text);
    const sizes = { packed: packed.length, unpacked: Buffer.byteLength(text), name: name.length };
    const local = Buffer.concat([header(LOCAL, 30, 4, sizes), Buffer.from(name), packed]);
    const entry = header(ENTRY, 46, 6, sizes);
    entry.writeUInt32LE(offset, 42);
    locals.push(local);
    entries.push(entry, Buffer.from(name));
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length / 2, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...entries, end]);
}

/** Both kinds of header have the same members; those of the directory begin two bytes later. */
function header(
  signature: number,
  bytes: number,
  start: number,
  sizes: { readonly packed: number; readonly unpacked: number; readonly name: number },
): Buffer {
  const written = Buffer.alloc(bytes);
  written.writeUInt32LE(signature, 0);
  written.writeUInt16LE(DEFLATED, start + 4);
  written.writeUInt32LE(sizes.packed, start + 14);
  written.writeUInt32LE(sizes.unpacked, start + 18);
  written.writeUInt16LE(sizes.name, start + 22);
  return written;
}
