// Histories of services that are released blue-green or rolling: what matters there does not happen in a canary.
import type { History, Stroke } from '../campaign/history.ts';
import { at, bad, errors, fault, good, history, ours } from './strokes.ts';

const letsBlueGo = { caller: 'deploycodedeploy', operation: 'ContinueDeployment', nth: 1 } as const;

const asBlueGoes: Stroke = {
  kind: 'alarm.raised',
  upon: letsBlueGo,
  atMs: 500,
  do: 'raise-alarm',
  alarm: 'b/error-rate',
};

const imageGone = (minutes: number, version = 'initial'): Stroke => ({
  kind: 'image.deleted',
  atMs: at(minutes),
  do: 'delete-image',
  version,
});

export const otherWays = {
  // All users have it, and the guard looks every five minutes.
  'a version under guard whose rollback dies as it begins': {
    ...history(
      15,
      errors,
      fault(
        { hook: 'execution', fault: 'killed', name: 'spillway-rollback', atEvent: 8, times: 1 },
        [0, 15],
      ),
    ),
    way: 'blue-green',
  },
  // Its end falls between two looks, the first of which still sees both versions.
  'tasks that crash while they replace others one by one': {
    ...history(49, bad('crash-loop', { crashAfterSeconds: 86 }, 47.3949)),
    seed: 1015,
    way: 'rolling',
  },
  'tasks that are replaced one by one and turn bad when nothing is left to go back to': {
    ...history(6, errors, imageGone(4)),
    way: 'rolling',
  },
  'tasks that are replaced one by one, and go back past a version whose image is gone': {
    ...history(
      30,
      good(0, 'v1.0.1'),
      bad('slow-burn', { slowBurn: { afterMinutes: 5, errorRate: 0.5 } }, 18),
      imageGone(21, 'v1.0.1'),
    ),
    way: 'rolling',
  },
  'an alarm between the end of a rollout and its proof': {
    ...history(
      6,
      good(),
      {
        kind: 'alarm.raised',
        upon: { caller: 'verifypromotion', operation: 'UpdateItem', nth: 1 },
        atMs: 0,
        do: 'raise-alarm',
        alarm: 'a/error-rate',
      },
      fault(
        {
          hook: 'call',
          fault: 'error',
          caller: 'verifypromotion',
          service: 'dynamodb',
          operation: 'TransactWriteItems',
        },
        [0, 6],
      ),
    ),
    way: 'rolling',
  },
  'an alarm in the moment in which the version before is let go': {
    ...history(30, good(), asBlueGoes),
    way: 'blue-green',
  },
  'an alarm in that moment, and nothing left to go back to': {
    ...history(30, good(), imageGone(10), asBlueGoes),
    way: 'blue-green',
  },
  // The deployment that leads back is made, and cannot go on before the store answers again.
  'an alarm while the way back waits for the store': {
    ...history(
      40,
      good(),
      asBlueGoes,
      {
        ...fault({ hook: 'call', fault: 'error', caller: ours, service: 'dynamodb' }, [0, 5]),
        upon: letsBlueGo,
        atMs: 35_000,
      },
      { ...asBlueGoes, atMs: 200_000 },
    ),
    way: 'blue-green',
  },
  // Half a minute on: somebody looks just after they have died.
  'tasks that die before the version before is let go': {
    ...history(30, good(0.5), {
      kind: 'task.crash',
      upon: { caller: 'verifypromotion', operation: 'TransactWriteItems', nth: 1 },
      atMs: 885_000,
      do: 'crash',
      count: 4,
    }),
    way: 'blue-green',
  },
} as const satisfies Readonly<Record<string, History>>;
