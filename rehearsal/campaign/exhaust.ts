// Every single fault of a kind, one history each: a canary whose execution dies at each of its events, or one of whose calls fails.
import type { CallFault } from '../../twin/kernel/faults.ts';
import type { History, Stroke } from './history.ts';
import type { Witness } from './witness.ts';

const HOUR_MS = 3600_000;
const CALL_FAULTS: readonly CallFault[] = ['throttle', 'error', 'lostBefore', 'lostAfter'];
const OURS = 'assumed-role/Spillway-';

const push: Stroke = {
  kind: 'version.good',
  atMs: 0,
  do: 'push',
  version: 'v1.1.0',
  behaviour: {},
  bad: false,
};

export const undisturbed: History = {
  seed: 1,
  mix: 'calm',
  requestsPerSecond: 20,
  strokes: [push],
  healMs: HOUR_MS / 2,
};

/** What the canary does is known from a witness of the one that nothing disturbed. */
export function* exhaust(witness: Witness): Generator<History> {
  yield* killsAtEveryEvent(witness);
  yield* faultsAtEveryCall(witness);
}

function* killsAtEveryEvent({ lengths }: Witness): Generator<History> {
  for (const [name, count] of Object.entries(lengths)) {
    for (let atEvent = 2; atEvent <= count; atEvent += 1) {
      const rule = { hook: 'execution', fault: 'killed', name, atEvent, times: 1 } as const;
      yield disturbed({ kind: 'execution.killed', atMs: 0, do: 'fault', forMs: HOUR_MS, rule });
    }
  }
}

function* faultsAtEveryCall({ calls }: Witness): Generator<History> {
  const count = calls.filter(({ caller }) => caller.includes(OURS)).length;
  for (let skip = 0; skip < count; skip += 1) {
    for (const fault of CALL_FAULTS) {
      const rule = { hook: 'call', fault, caller: OURS, skip, times: 1 } as const;
      yield disturbed({ kind: `call.${fault}`, atMs: 0, do: 'fault', forMs: HOUR_MS, rule });
    }
  }
}

const disturbed = (stroke: Stroke): History => ({
  ...undisturbed,
  mix: 'faulty',
  strokes: [stroke, push],
});
