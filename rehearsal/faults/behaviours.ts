// The ways in which a new version is bad, with how often each is met.
import type { Random } from '../../twin/kernel/random.ts';
import type { Behaviour } from '../../twin/users/behaviour.ts';

export interface BadVersion {
  readonly kind: string;
  readonly weight: number;
  readonly draw: (random: Random) => Partial<Behaviour>;
}

export const badVersions: readonly BadVersion[] = [
  { kind: 'version.never-healthy', weight: 25, draw: () => ({ neverHealthy: true }) },
  {
    kind: 'version.crash-loop',
    weight: 20,
    draw: (random) => ({ crashAfterSeconds: 30 + random.below(90) }),
  },
  {
    kind: 'version.errors',
    weight: 25,
    draw: (random) => ({ errorRate: 0.1 + 0.9 * random.next() }),
  },
  {
    kind: 'version.slow',
    weight: 10,
    draw: (random) => {
      const median = 1200 + random.below(2000);
      return { latencyMs: { median, p99: 3 * median } };
    },
  },
  {
    kind: 'version.leak',
    weight: 10,
    draw: (random) => ({ memoryLeakPercentPerMinute: 3 + random.below(5) }),
  },
  {
    kind: 'version.slow-burn',
    weight: 10,
    draw: (random) => ({ slowBurn: { afterMinutes: 5 + random.below(15), errorRate: 0.4 } }),
  },
  {
    kind: 'version.failing-smoke',
    weight: 10,
    draw: () => ({ paths: [{ path: '/health', status: 500 }] }),
  },
];

export function drawBadVersion(random: Random): BadVersion {
  const total = badVersions.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.below(total);
  for (const version of badVersions) {
    left -= version.weight;
    if (left < 0) return version;
  }
  throw new Error('the weights of the bad versions do not add up');
}
