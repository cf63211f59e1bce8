// What many services go through at once: how many there are, and what befalls each.
import type { Random } from '../../twin/kernel/random.ts';
import type { Push, Stroke } from '../campaign/history.ts';
import { drawBadVersion } from '../faults/behaviours.ts';

export interface Workload {
  /** How many, all alike; the shop has its own. */
  readonly services: number;
  /** Of each place's users. */
  readonly requestsPerSecond: number;
  readonly lookEveryMs: number;
  /** What befalls one service, by a random source of its own. */
  readonly draw: (random: Random, service: string) => readonly Stroke[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const push = (atMs: number, version: string): Push => ({
  kind: 'version.good',
  atMs,
  do: 'push',
  version,
  behaviour: {},
  bad: false,
});

function maybeBad(random: Random, { chance, atMs, version }: MaybeBad): Stroke {
  if (!random.chance(chance)) return push(atMs, version);
  const { kind, draw } = drawBadVersion(random);
  return { ...push(atMs, version), kind, behaviour: draw(random), bad: true };
}

interface MaybeBad {
  readonly chance: number;
  readonly atMs: number;
  readonly version: string;
}

/** Pushes at any time within an hour, and people who meddle. */
function busy(random: Random): readonly Stroke[] {
  const times = Array.from({ length: 1 + random.below(3) }, () => random.below(HOUR_MS));
  const pushes = times
    .sort((a, b) => a - b)
    .map((atMs, index) => maybeBad(random, { chance: 0.25, atMs, version: `v1.${index + 1}.0` }));
  const atMs = random.below(HOUR_MS);
  const meddling: readonly (readonly [number, Stroke])[] = [
    [0.1, { kind: 'operator.abort', atMs, do: 'decide', person: 'olga', action: 'abort' }],
    [0.1, { kind: 'operator.promote', atMs, do: 'decide', person: 'paul', action: 'promote' }],
    [0.1, { kind: 'operator.approve', atMs, do: 'decide', person: 'otto', action: 'approve' }],
    [0.1, { kind: 'operator.roll-back', atMs, do: 'roll-back' }],
    [0.1, { kind: 'operator.freeze', atMs, do: 'freeze', forMs: random.below(20 * MINUTE_MS) }],
  ];
  return [
    ...pushes,
    ...meddling.flatMap(([chance, stroke]) => (random.chance(chance) ? [stroke] : [])),
  ];
}

/** All at the same time, and some of them bad: what takes users away must not wait for what gives them. */
const crowded = (random: Random): readonly Stroke[] => [
  maybeBad(random, { chance: 0.05, atMs: random.below(MINUTE_MS), version: 'v1.1.0' }),
];

/** A push a minute, for as long as a release may take, twice over. */
const endless = (): readonly Stroke[] =>
  Array.from({ length: 180 }, (_each, minute) => push(minute * MINUTE_MS, `v1.${minute + 1}.0`));

/** All services within some minutes. One version turns bad when it is in production, one is bad in staging. */
function shopping(random: Random, service: string): readonly Stroke[] {
  const first = push(random.below(5 * MINUTE_MS), 'v3.1.0');
  const later = push(HOUR_MS + random.below(5 * MINUTE_MS), 'v3.2.0');
  switch (service) {
    case 'auth-service': {
      const slowBurn = { afterMinutes: 25, errorRate: 0.4 };
      return [
        { ...first, kind: 'version.slow-burn', behaviour: { slowBurn }, bad: true },
        // Where it was promoted before it turned bad, nothing can begin until somebody has taken it back.
        {
          kind: 'operator.roll-back',
          atMs: 50 * MINUTE_MS,
          do: 'roll-back',
          environment: 'staging',
        },
        later,
      ];
    }
    case 'user-service':
      return [
        first,
        { ...later, kind: 'version.errors', behaviour: { errorRate: 0.5 }, bad: true },
      ];
    default:
      return [first];
  }
}

export const workloads = {
  one: {
    services: 1,
    requestsPerSecond: 20,
    lookEveryMs: MINUTE_MS,
    draw: () => [push(0, 'v1.1.0')],
  },
  shop: { services: 4, requestsPerSecond: 10, lookEveryMs: MINUTE_MS, draw: shopping },
  fifty: { services: 50, requestsPerSecond: 5, lookEveryMs: MINUTE_MS, draw: busy },
  crowd: { services: 500, requestsPerSecond: 2, lookEveryMs: 5 * MINUTE_MS, draw: crowded },
  endless: { services: 1, requestsPerSecond: 20, lookEveryMs: MINUTE_MS, draw: endless },
} as const satisfies Readonly<Record<string, Workload>>;

export type WorkloadName = keyof typeof workloads;
export const workloadNames = Object.keys(workloads) as readonly WorkloadName[];
