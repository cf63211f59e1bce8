// Histories of ways back that are not all at once, or lead to little: each shows a bug, planted or once found.
import type { History } from '../campaign/history.ts';
import { at, bad, good, history, inSteps } from './strokes.ts';

export const huntsBack = {
  // Its bake at half of the users is over before the first step down is.
  'an abort just before the last rise, back in steps': inSteps(
    history(1, good(), {
      kind: 'operator.abort',
      atMs: at(13.3),
      do: 'decide',
      person: 'olga',
      action: 'abort',
    }),
  ),
  'an abort just after a rise, back in steps': inSteps(
    history(1, good(), {
      kind: 'operator.abort',
      upon: { caller: 'shifttraffic', operation: 'TransactWriteItems', nth: 4 },
      atMs: 1,
      do: 'decide',
      person: 'olga',
      action: 'abort',
    }),
  ),
  // Under this seed the abort is read before the rise, and the load balancer after it.
  'an abort during a rise, back in steps': {
    ...inSteps(
      history(
        20,
        good(),
        // Nothing is held yet: it warms the function, so that the abort comes before the shift.
        { kind: 'operator.resume', atMs: at(5), do: 'decide', person: 'pia', action: 'resume' },
        {
          kind: 'operator.abort',
          upon: { caller: 'checkgate', operation: 'TransactWriteItems', nth: 4 },
          atMs: 160,
          do: 'decide',
          person: 'olga',
          action: 'abort',
        },
      ),
    ),
    seed: 30,
  },
  'a version that goes bad at half of the users, back in steps': inSteps(
    history(1, bad('slow-burn', { slowBurn: { afterMinutes: 9, errorRate: 0.5 } })),
  ),
  'a release that dies at half of the users, back in steps': inSteps(
    history(20, good(), {
      kind: 'execution.stopped',
      atMs: at(11),
      do: 'stop-execution',
      machine: 'spillway-release',
    }),
  ),
  // One task of the version before is left, and no other can start.
  'nothing to go back to but what still runs': history(
    10,
    good(),
    { kind: 'image.deleted', atMs: at(3), do: 'delete-image', version: 'initial' },
    { kind: 'task.crash', atMs: at(4), do: 'crash', count: 1 },
    { kind: 'operator.abort', atMs: at(6), do: 'decide', person: 'olga', action: 'abort' },
  ),
  'somebody goes back where it is frozen': history(
    1,
    good(),
    { kind: 'operator.freeze', atMs: at(36), do: 'freeze', forMs: at(30) },
    { kind: 'operator.roll-back', atMs: at(38), do: 'roll-back' },
  ),
} as const satisfies Readonly<Record<string, History>>;
