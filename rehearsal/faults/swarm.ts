// Draws a history from a seed, in the swarm manner: first which kinds of fault there are, then how often each strikes.
import { createRandom, type Random } from '../../twin/kernel/random.ts';
import type { History, Mix, Stroke, Way } from '../campaign/history.ts';
import { drawBadVersion } from './behaviours.ts';
import { faultKinds } from './kinds.ts';

const MINUTE_MS = 60_000;

interface MixRates {
  /** The chance that a kind of fault is part of the history. */
  readonly presence: number;
  /** The share of each kind's greatest rate. */
  readonly strength: number;
  readonly badVersions: number;
  /** The share of histories in which nothing fails but every event comes twice. */
  readonly echoed: number;
  readonly pushesMax: number;
  readonly healMs: readonly [number, number];
}

const rates: Readonly<Record<Mix, MixRates>> = {
  calm: {
    presence: 0,
    strength: 0,
    badVersions: 0.3,
    echoed: 0,
    pushesMax: 2,
    healMs: [1 * MINUTE_MS, 1 * MINUTE_MS],
  },
  faulty: {
    presence: 0.12,
    strength: 0.4,
    badVersions: 0.4,
    echoed: 0.06,
    pushesMax: 3,
    healMs: [20 * MINUTE_MS, 35 * MINUTE_MS],
  },
  hostile: {
    presence: 0.3,
    strength: 1,
    badVersions: 0.5,
    echoed: 0,
    pushesMax: 4,
    healMs: [25 * MINUTE_MS, 50 * MINUTE_MS],
  },
};

export function drawHistory(seed: number, mix: Mix, wanted?: Way): History {
  const random = createRandom(seed).fork(`history ${mix}`);
  const { presence, strength, healMs } = rates[mix];
  const heal = between(random, healMs);
  const pushes = drawPushes(random.fork('pushes'), rates[mix], heal);
  const way = wanted ?? drawWay(random.fork('way'));
  const strokes = faultKinds.flatMap((kind) => {
    const own = random.fork(kind.kind);
    if (!own.chance(presence * kind.likelihood)) return [];
    return kind.draw({ random: own, strength, healMs: heal, pushes, way });
  });
  const echoes = random.fork('echoes');
  const isEchoed = echoes.chance(rates[mix].echoed);
  const requestsPerSecond = random.fork('traffic').chance(0.9) ? 20 : 2;
  const ordered = [...pushes, ...(isEchoed ? drawEchoes(echoes, heal) : strokes)].sort(
    (a, b) => a.atMs - b.atMs,
  );
  return { seed, mix, way, requestsPerSecond, strokes: ordered, healMs: heal };
}

/** Many are canaries that go back at once, which is what most services are. */
const drawWay = (random: Random): Way =>
  random.chance(0.4) ? 'canary' : random.pick(['gradual', 'staged', 'blue-green', 'rolling']);

/** Every event comes again, some of them after others: nothing else happens, so that it can be told apart. */
const drawEchoes = (random: Random, healMs: number): readonly Stroke[] => [
  {
    kind: 'event.twice',
    atMs: 0,
    do: 'fault',
    forMs: healMs,
    rule: { hook: 'event', fault: 'twice', delayMs: random.below(MINUTE_MS) },
  },
];

function drawPushes(random: Random, mix: MixRates, healMs: number): readonly Stroke[] {
  const count = 1 + random.below(mix.pushesMax);
  let atMs = 0;
  return Array.from({ length: count }, (_each, index) => {
    if (index > 0) atMs += random.chance(0.3) ? random.below(MINUTE_MS) : random.below(healMs);
    const version = `v1.${index + 1}.0`;
    if (!random.chance(mix.badVersions)) {
      return { kind: 'version.good', atMs, do: 'push', version, behaviour: {}, bad: false };
    }
    const { kind, draw } = drawBadVersion(random);
    return { kind, atMs, do: 'push', version, behaviour: draw(random), bad: true };
  });
}

const between = (random: Random, [low, high]: readonly [number, number]): number =>
  low + random.below(high - low + 1);
