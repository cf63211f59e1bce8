// Histories of the first minutes: people decide before anything is deployed, or just as it is.
import type { History, Stroke } from '../campaign/history.ts';
import { fault, good, history, noSweep } from './strokes.ts';

const abortUpon = (operation: string): Stroke => ({
  kind: 'operator.abort',
  upon: { caller: 'preparedeployment', operation, nth: 1 },
  atMs: 0,
  do: 'decide',
  person: 'olga',
  action: 'abort',
});

export const beginnings = {
  // The plan is written slowly: the record is there, and nothing is admitted yet.
  'a pause before it is admitted': history(
    10,
    good(),
    fault(
      {
        hook: 'call',
        fault: 'lostBefore',
        caller: 'admitrelease',
        service: 'dynamodb',
        operation: 'PutItem',
        skip: 1,
        times: 1,
      },
      [0, 10],
    ),
    {
      kind: 'operator.pause',
      upon: { caller: 'admitrelease', operation: 'TransactWriteItems', nth: 1 },
      atMs: 0,
      do: 'decide',
      person: 'pia',
      action: 'pause',
    },
  ),
  // The answer is lost: whoever asked for the deployment hears of it seconds later.
  'an abort as its deployment is made': history(
    10,
    good(),
    noSweep(10),
    fault(
      {
        hook: 'call',
        fault: 'lostAfter',
        caller: 'preparedeployment',
        service: 'codedeploy',
        operation: 'CreateDeployment',
        times: 1,
      },
      [0, 10],
    ),
    abortUpon('RegisterTaskDefinition'),
  ),
  // Whoever has deployed it dies before it notes that, and is called again. The sweep would see it minutes later.
  'an abort as its deployment is made, which nobody notes': history(
    10,
    good(0.5),
    fault(
      { hook: 'lambda', fault: 'killed', name: 'prepare', afterRequests: 24, times: 1 },
      [0, 10],
    ),
    abortUpon('CreateDeployment'),
  ),
} as const satisfies Readonly<Record<string, History>>;
