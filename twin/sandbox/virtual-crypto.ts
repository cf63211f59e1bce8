// Node's crypto with its randomness drawn from the seed, and without its thread pool; hashes and ciphers are the real ones.
import crypto from 'node:crypto';
import type { Random } from '../kernel/random.ts';
import { toCallback } from './virtual-callbacks.ts';

export interface VirtualCrypto {
  readonly module: object;
  /** What `globalThis.crypto` is. */
  readonly global: object;
}

/** Holds time still until real work is done. */
export type Hold = <T>(work: Promise<T>) => Promise<T>;

export function createCrypto(random: Random, hold: Hold): VirtualCrypto {
  const randomness = createRandomness(random);
  const { getRandomValues, randomUUID, randomBytes, randomFillSync, randomInt } = randomness;
  const global = { getRandomValues, randomUUID, subtle: heldSubtle(hold) };
  const module = {
    ...crypto,
    ...global,
    webcrypto: global,
    randomFillSync,
    randomFill: toCallback(randomFillSync),
    randomBytes: withOptionalCallback(randomBytes),
    randomInt: withOptionalCallback(randomInt),
    scrypt: toCallback(crypto.scryptSync),
    pbkdf2: toCallback(crypto.pbkdf2Sync),
    hkdf: toCallback(crypto.hkdfSync),
  };
  return { module, global };
}

function createRandomness(random: Random) {
  const fill = <T extends ArrayBufferView>(target: T): T => {
    const { buffer, byteOffset, byteLength } = target;
    new Uint8Array(buffer, byteOffset, byteLength).set(random.bytes(byteLength));
    return target;
  };
  return {
    getRandomValues: fill,
    randomFillSync: fill,
    randomBytes: (size: number) => Buffer.from(random.bytes(size)),
    randomInt: (low: number, high?: number) =>
      high === undefined ? random.below(low) : low + random.below(high - low),
    randomUUID() {
      const bytes = random.bytes(16);
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      return Buffer.from(bytes)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  };
}

/** Node gives some functions a synchronous form of the same name. */
const withOptionalCallback =
  (work: (...args: never[]) => unknown) =>
  (...args: unknown[]) =>
    typeof args.at(-1) === 'function' ? toCallback(work)(...args) : work(...(args as never[]));

function heldSubtle(hold: Hold): crypto.webcrypto.SubtleCrypto {
  const { subtle } = crypto.webcrypto;
  return new Proxy(subtle, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => hold(member.apply(target, args) as Promise<unknown>);
    },
  });
}
