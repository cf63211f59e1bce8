// What users suffered: requests and bad requests, by the version that answered, and when it began.
import type { Random } from '../kernel/random.ts';

interface VersionHarm {
  readonly serviceName: string;
  readonly imageDigest: string;
  readonly requests: number;
  readonly badRequests: number;
  readonly firstBadAt: number | undefined;
}

/** Requests that found no process to answer them. */
interface Unserved {
  readonly users: string;
  readonly requests: number;
  readonly firstAt: number;
}

export interface Harm {
  readonly requests: number;
  readonly badRequests: number;
  readonly versions: readonly VersionHarm[];
  readonly unserved: readonly Unserved[];
}

export interface HarmLedger {
  answered(
    by: Pick<VersionHarm, 'serviceName' | 'imageDigest'>,
    counts: { readonly requests: number; readonly badRequests: number },
    slice: Slice,
  ): void;
  unserved(users: string, requests: number, slice: Slice): void;
  total(): Harm;
}

export interface Slice {
  readonly fromMs: number;
  readonly toMs: number;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export function createHarmLedger(random: Random): HarmLedger {
  const versions = new Map<string, Mutable<VersionHarm>>();
  const lost = new Map<string, Mutable<Unserved>>();
  return {
    answered({ serviceName, imageDigest }, { requests, badRequests }, slice) {
      const key = `${serviceName} ${imageDigest}`;
      const harm = versions.get(key) ?? {
        serviceName,
        imageDigest,
        requests: 0,
        badRequests: 0,
        firstBadAt: undefined,
      };
      versions.set(key, harm);
      harm.requests += requests;
      harm.badRequests += badRequests;
      if (badRequests > 0) harm.firstBadAt ??= earliest(random, badRequests, slice);
    },
    unserved(users, requests, slice) {
      const known = lost.get(users);
      if (known !== undefined) known.requests += requests;
      else lost.set(users, { users, requests, firstAt: earliest(random, requests, slice) });
    },
    total() {
      const answered = [...versions.values()].map((each) => ({ ...each }));
      const unserved = [...lost.values()].map((each) => ({ ...each }));
      const without = sum(unserved.map(({ requests }) => requests));
      return {
        requests: sum(answered.map(({ requests }) => requests)) + without,
        badRequests: sum(answered.map(({ badRequests }) => badRequests)) + without,
        versions: answered,
        unserved,
      };
    },
  };
}

/** The first of so many instants, spread evenly over the slice. */
function earliest(random: Random, count: number, { fromMs, toMs }: Slice): number {
  return Math.round(fromMs + (toMs - fromMs) * (1 - (1 - random.next()) ** (1 / count)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
