// What a fleet of services goes through at once: how many there are, and what befalls each.
import type { Random } from '../../twin/kernel/random.ts';
import type { Stroke } from '../campaign/history.ts';
import { drawBadVersion } from '../faults/behaviours.ts';

export interface Workload {
  readonly services: number;
  /** Of each service's users. */
  readonly requestsPerSecond: number;
  readonly lookEveryMs: number;
  /** What befalls one service, by a random source of its own. */
  readonly draw: (random: Random) => readonly Stroke[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const push = (atMs: number, version: string): Stroke => ({
  kind: 'version.good',
  atMs,
  do: 'push',
  version,
  behaviour: {},
  bad: false,
});

function maybeBad(random: Random, atMs: number, version: string): Stroke {
  if (!random.chance(0.25)) return push(atMs, version);
  const { kind, draw } = drawBadVersion(random);
  return { kind, atMs, do: 'push', version, behaviour: draw(random), bad: true };
}

/** Pushes at any time within an hour, and people who meddle. */
function busy(random: Random): readonly Stroke[] {
  const pushes = Array.from({ length: 1 + random.below(3) }, (_each, index) =>
    maybeBad(random, random.below(HOUR_MS), `v1.${index + 1}.0`),
  );
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

/** A push a minute, for as long as a release may take, twice over. */
const endless = (): readonly Stroke[] =>
  Array.from({ length: 180 }, (_each, minute) => push(minute * MINUTE_MS, `v1.${minute + 1}.0`));

export const workloads = {
  one: {
    services: 1,
    requestsPerSecond: 20,
    lookEveryMs: MINUTE_MS,
    draw: () => [push(0, 'v1.1.0')],
  },
  fifty: { services: 50, requestsPerSecond: 5, lookEveryMs: MINUTE_MS, draw: busy },
  crowd: {
    services: 500,
    requestsPerSecond: 2,
    lookEveryMs: 5 * MINUTE_MS,
    draw: (random: Random) => [push(random.below(MINUTE_MS), 'v1.1.0')],
  },
  endless: { services: 1, requestsPerSecond: 20, lookEveryMs: MINUTE_MS, draw: endless },
} as const satisfies Readonly<Record<string, Workload>>;

export type WorkloadName = keyof typeof workloads;
export const workloadNames = Object.keys(workloads) as readonly WorkloadName[];
