// Node's zlib whose one-shot functions work at once. Its streams are the real ones, and best left alone.
import zlib from 'node:zlib';
import { toCallback } from './virtual-callbacks.ts';

export const virtualZlib: object = {
  ...zlib,
  brotliCompress: toCallback(zlib.brotliCompressSync),
  brotliDecompress: toCallback(zlib.brotliDecompressSync),
  deflate: toCallback(zlib.deflateSync),
  deflateRaw: toCallback(zlib.deflateRawSync),
  gunzip: toCallback(zlib.gunzipSync),
  gzip: toCallback(zlib.gzipSync),
  inflate: toCallback(zlib.inflateSync),
  inflateRaw: toCallback(zlib.inflateRawSync),
  unzip: toCallback(zlib.unzipSync),
};
