// Every single fault of a kind, one history each: a release whose execution dies at each of its events, one of whose calls fails, one of whose events is lost. And pairs of these.
import type { Assembly } from '../../twin/assembly/assembly.ts';
import type { CallFault, FaultRule } from '../../twin/kernel/faults.ts';
import { createRandom } from '../../twin/kernel/random.ts';
import type { History, Stroke, Way } from './history.ts';
import { playHistory } from './play.ts';
import type { Witness } from './witness.ts';

const MINUTE_MS = 60_000;
/** The canary is over by then. */
const FAULTY_MS = 32 * MINUTE_MS;
const CALL_FAULTS: readonly CallFault[] = ['throttle', 'error', 'lostBefore', 'lostAfter'];
/** The others are guaranteed. */
const MAY_BE_LOST = ['aws.ecr', 'aws.codedeploy', 'aws.states'];
const LATE_MS = 5 * MINUTE_MS;
const TWICE_MS = 30_000;
const OURS = 'assumed-role/Spillway-';

const push: Stroke = {
  kind: 'version.good',
  atMs: 0,
  do: 'push',
  version: 'v1.1.0',
  behaviour: {},
  bad: false,
};

const undisturbed = {
  seed: 1,
  mix: 'calm',
  requestsPerSecond: 20,
  strokes: [push],
  healMs: MINUTE_MS,
} as const satisfies Omit<History, 'way'>;

export interface Exhaustion {
  readonly assembly: Assembly;
  readonly way: Way;
  /** How many pairs of single faults, drawn from all. */
  readonly pairs: number;
  /** Only each so manieth. */
  readonly every: number;
}

/** What the release does is known from a witness of the one that nothing disturbs. */
export async function exhaust({ assembly, way, pairs, every }: Exhaustion): Promise<History[]> {
  const witness = await playHistory({ history: { ...undisturbed, way }, assembly });
  const [first, ...others] = [...kills(witness), ...failedCalls(witness), ...failedEvents(witness)];
  if (first === undefined) throw new Error('the undisturbed release does nothing that could fail');
  const singles = [first, ...others] as const;
  const random = createRandom(undisturbed.seed).fork('pairs');
  const drawn = Array.from({ length: pairs }, () => [random.pick(singles), random.pick(singles)]);
  return [...singles.map((single) => [single]), ...drawn]
    .filter((_each, index) => index % every === 0)
    .map((rules) => disturbed(rules, way));
}

function* kills({ runs }: Witness): Generator<FaultRule> {
  for (const [name, { longest }] of Object.entries(runs)) {
    for (let atEvent = 2; atEvent <= longest; atEvent += 1) {
      yield { hook: 'execution', fault: 'killed', name, atEvent, times: 1 };
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

const disturbed = (rules: readonly FaultRule[], way: Way): History => ({
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
