// Node's crypto with its randomness drawn from the seed; hashes and ciphers are the real ones.
import crypto from 'node:crypto';
import type { Random } from '../kernel/random.ts';

export interface VirtualCrypto {
  readonly module: object;
  /** What `globalThis.crypto` is. */
  readonly global: object;
}

export function createCrypto(random: Random): VirtualCrypto {
  const fill = (target: Uint8Array) => {
    target.set(random.bytes(target.length));
    return target;
  };
  const getRandomValues = <T extends ArrayBufferView>(array: T): T => {
    fill(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    return array;
  };
  const randomUUID = () => {
    const bytes = random.bytes(16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return Buffer.from(bytes)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  const global = { getRandomValues, randomUUID, subtle: crypto.webcrypto.subtle };
  const module = {
    ...crypto,
    ...global,
    webcrypto: global,
    randomBytes: (size: number) => Buffer.from(random.bytes(size)),
    randomFillSync: fill,
    randomInt: (low: number, high?: number) =>
      high === undefined ? random.below(low) : low + random.below(high - low),
  };
  return { module, global };
}
