// Every single fault of a kind, one history each: a release, of a good version and of a bad one, whose execution dies at each of its events, one of whose functions dies after each of its calls, one of whose calls fails, one of whose events is lost. And pairs of these.
import type { Assembly } from '../../twin/assembly/assembly.ts';
import type { CallFault, FaultRule } from '../../twin/kernel/faults.ts';
import { createRandom } from '../../twin/kernel/random.ts';
import type { History, Push, Stroke, Way } from './history.ts';
import { playHistory } from './play.ts';
import type { Witness } from './witness.ts';

const MINUTE_MS = 60_000;
/** The release is over by then. */
const FAULTY_MS = 32 * MINUTE_MS;
const CALL_FAULTS: readonly CallFault[] = ['throttle', 'error', 'lostBefore', 'lostAfter'];
/** The others are guaranteed. */
const MAY_BE_LOST = ['aws.ecr', 'aws.codedeploy', 'aws.states'];
const LATE_MS = 5 * MINUTE_MS;
const TWICE_MS = 30_000;
/** No function asks more often than this before it answers. */
const CALLS_MAX = 30;
const OURS = 'assumed-role/Spillway-';

/** What is released: a version that is promoted, and one that is taken back once users have met it. */
const pushes: readonly Push[] = [
  { kind: 'version.good', ...pushOf({}), bad: false },
  { kind: 'version.errors', ...pushOf({ errorRate: 0.3 }), bad: true },
];

function pushOf(behaviour: Push['behaviour']) {
  return { atMs: 0, do: 'push', version: 'v1.1.0', behaviour } as const;
}

/** What happens is the same each time, so that a fault can be aimed at it. */
const undisturbed = {
  seed: 1,
  mix: 'calm',
  requestsPerSecond: 20,
  healMs: MINUTE_MS,
} as const satisfies Partial<History>;

export interface Exhaustion {
  readonly assembly: Assembly;
  readonly way: Way;
  /** Besides all pairs of events: how many of all faults, drawn. */
  readonly pairs: number;
  /** Only each so manieth. */
  readonly every: number;
}

export async function exhaust(exhaustion: Exhaustion): Promise<History[]> {
  const histories: History[] = [];
  for (const push of pushes) histories.push(...(await strike(push, exhaustion)));
  return histories.filter((_each, index) => index % exhaustion.every === 0);
}

/** What a release does is known from a witness of the one that nothing disturbs. */
async function strike(push: Push, { assembly, way, pairs }: Exhaustion): Promise<History[]> {
  const witness = await playHistory({
    history: { ...undisturbed, way, strokes: [push] },
    assembly,
  });
  const events = [...failedEvents(witness)];
  const [first, ...others] = [
    ...kills(witness),
    ...deaths(witness),
    ...failedCalls(witness),
    ...events,
  ];
  if (first === undefined) throw new Error('the undisturbed release does nothing that could fail');
  const singles = [first, ...others] as const;
  const random = createRandom(undisturbed.seed).fork('pairs');
  const drawn = Array.from({ length: pairs }, () => [random.pick(singles), random.pick(singles)]);
  return [...singles.map((single) => [single]), ...pairsOf(events), ...drawn].map((rules) =>
    disturbed(push, rules, way),
  );
}

const pairsOf = <T>(items: readonly T[]): (readonly [T, T])[] =>
  items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));

function* kills({ runs }: Witness): Generator<FaultRule> {
  for (const [name, { longest }] of Object.entries(runs)) {
    for (let atEvent = 2; atEvent <= longest; atEvent += 1) {
      yield { hook: 'execution', fault: 'killed', name, atEvent, times: 1 };
    }
  }
}

/** Each function, the first time that it is asked, after each of its calls. */
function* deaths({ calls }: Witness): Generator<FaultRule> {
  const names = calls.flatMap(({ caller }) => /Functions([a-z]+)role/.exec(caller)?.[1] ?? []);
  for (const name of new Set(names)) {
    const count = Math.min(names.filter((each) => each === name).length, CALLS_MAX);
    for (let afterRequests = 0; afterRequests <= count; afterRequests += 1) {
      yield { hook: 'lambda', fault: 'killed', name, afterRequests, times: 1 };
    }
  }
}

function* failedCalls({ calls }: Witness): Generator<FaultRule> {
  const count = calls.filter(({ caller }) => caller.includes(OURS)).length;
  for (let skip = 0; skip < count; skip += 1) {
    for (const fault of CALL_FAULTS) yield { hook: 'call', fault, caller: OURS, skip, times: 1 };
  }
}

/** Each event that a rule waits for. */
function* failedEvents({ events, startedAt }: Witness): Generator<FaultRule> {
  const during = events.filter(({ at }) => at >= startedAt);
  for (const source of new Set(during.map((event) => event.source))) {
    const own = during.filter((event) => event.source === source);
    for (const [skip, { rules }] of own.entries()) {
      if (rules.length === 0) continue;
      const which = { hook: 'event', source, skip, times: 1 } as const;
      if (MAY_BE_LOST.includes(source)) yield { ...which, fault: 'lost' };
      yield { ...which, fault: 'late', delayMs: LATE_MS };
      yield { ...which, fault: 'twice', delayMs: TWICE_MS };
    }
  }
}

const disturbed = (push: Push, rules: readonly FaultRule[], way: Way): History => ({
  ...undisturbed,
  way,
  mix: 'faulty',
  healMs: FAULTY_MS,
  strokes: [
    ...rules.map(
      (rule): Stroke => ({
        kind: `${rule.hook}.${rule.fault}`,
        atMs: 0,
        do: 'fault',
        forMs: FAULTY_MS,
        rule,
      }),
    ),
    push,
  ],
});
