// Reads a zip archive through its central directory: stored and deflated entries, which is all that packages use.
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER_BYTES = 30;
const DEFLATED = 8;
/** AWS's limit for an unpacked package. */
const UNPACKED_BYTES_MAX = 262_144_000;

export function unzip(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const zip = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error('not a zip archive');
  const files = new Map<string, Uint8Array>();
  let unpacked = 0;
  let at = zip.readUInt32LE(end + 16);
  for (let entry = zip.readUInt16LE(end + 10); entry > 0; entry -= 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('the zip directory is damaged');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) =>
      zip.readUInt16LE(at + o),
    );
    const name = zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    unpacked += zip.readUInt32LE(at + 24);
    if (unpacked > UNPACKED_BYTES_MAX) throw new Error('the archive unpacks to more than 250 MB');
    if (!name.endsWith('/')) files.set(name, extract(zip, at));
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return files;
}

function extract(zip: Buffer, directoryEntry: number): Uint8Array {
  const method = zip.readUInt16LE(directoryEntry + 10);
  const packedBytes = zip.readUInt32LE(directoryEntry + 20);
  const header = zip.readUInt32LE(directoryEntry + 42);
  const names = zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const start = header + LOCAL_HEADER_BYTES + names;
  const packed = zip.subarray(start, start + packedBytes);
  return method === DEFLATED ? inflateRawSync(packed) : packed;
}
