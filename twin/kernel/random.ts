// The one source of randomness. Each user forks a stream by name, so that a draw added in one place moves no other.

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Integer in [0, limit). */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** Normal with the given mean and standard deviation. */
  normal(mean: number, deviation: number): number;
  /** Log-normal given by its median and its 99th percentile, as latencies are quoted. */
  logNormal(median: number, p99: number): number;
  bytes(count: number): Uint8Array;
  fork(name: string): Random;
}

export function createRandom(seed: number): Random {
  return new Stream(seed >>> 0);
}

class Stream implements Random {
  readonly #seed: number;
  #state: number;

  constructor(seed: number) {
    this.#seed = seed;
    this.#state = seed;
  }

  // mulberry32: small, fast, and good enough for simulation.
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  logNormal(median: number, p99: number): number {
    const sigma = Math.log(p99 / median) / 2.3263478740408408;
    return median * Math.exp(this.normal(0, sigma));
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256));
  }

  fork(name: string): Random {
    return new Stream(hash(name, this.#seed));
  }
}

/** FNV-1a over the name, mixed with the parent's seed. */
function hash(name: string, seed: number): number {
  let value = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < name.length; index += 1) {
    value = Math.imul(value ^ name.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}
