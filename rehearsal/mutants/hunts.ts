// Histories made to expose a planted bug: the shortest in which what it breaks is needed. Sound sources keep every law in each.
import type { History } from '../campaign/history.ts';
import { beginnings } from './beginnings.ts';
import { huntsBack } from './hunts-back.ts';
import { manyPeople } from './many-people.ts';
import { oneCall } from './one-call.ts';
import { otherWays } from './other-ways.ts';
import { repairs } from './repairs.ts';
import { rises } from './rises.ts';
import { at, bad, errors, fault, good, history, noSweep, ours, uponRollback } from './strokes.ts';

export const hunts = {
  ...beginnings,
  ...manyPeople,
  ...oneCall,
  ...otherWays,
  ...repairs,
  ...rises,
  'a good version': history(1, good()),
  'a bad version': history(1, errors),
  'a good version without a sweep': history(45, good(), noSweep(45)),
  'a bad version without a sweep': history(30, errors, noSweep(30)),
  'a deployment that cannot be stopped': history(
    15,
    errors,
    fault(
      {
        hook: 'call',
        fault: 'error',
        caller: ours,
        service: 'codedeploy',
        operation: 'StopDeployment',
      },
      [0, 15],
    ),
  ),
  'tasks that find no room to go back to': history(
    15,
    errors,
    {
      kind: 'task.capacity',
      upon: uponRollback,
      atMs: 0,
      do: 'capacity',
      forMs: at(5),
      tasks: 1,
    },
    { kind: 'task.crash', upon: uponRollback, atMs: 1, do: 'crash', count: 4 },
  ),
  // What follows a rollback would take the rule away too: here it cannot.
  'a bad version whose rule only the rollback can delete': history(
    15,
    errors,
    fault(
      { hook: 'call', fault: 'error', caller: 'finishrollback', operation: 'DeleteRule' },
      [0, 15],
    ),
  ),
  'a bad version whose alarm comes late, without a sweep': history(
    30,
    errors,
    noSweep(30),
    fault(
      { hook: 'event', fault: 'late', source: 'aws.cloudwatch', delayMs: at(10), times: 1 },
      [7, 30],
    ),
  ),
  'a version that fails its check': history(
    1,
    bad('failing-smoke', { paths: [{ path: '/health', status: 500 }] }),
  ),
  'a version that goes bad under guard, without a sweep': history(
    30,
    bad('slow-burn', { slowBurn: { afterMinutes: 12.2, errorRate: 0.4 } }),
    noSweep(30),
  ),
  'a bad version whose alarm comes late': history(
    30,
    errors,
    fault(
      { hook: 'event', fault: 'late', source: 'aws.cloudwatch', delayMs: at(10), times: 1 },
      [0, 30],
    ),
  ),
  'nobody comes to the candidate': history(35, good(), {
    kind: 'traffic.none',
    atMs: at(4),
    do: 'traffic',
    forMs: at(30),
    requestsPerSecond: 0,
  }),
  'the other alarm': history(1, good(), {
    kind: 'alarm.raised',
    atMs: at(6),
    do: 'raise-alarm',
    alarm: 'a/error-rate',
  }),
  'a dead release without a sweep': history(40, good(), noSweep(40), {
    kind: 'execution.stopped',
    atMs: at(5),
    do: 'stop-execution',
    machine: 'spillway-release',
  }),
  'a dead release that nobody hears of': history(
    6,
    good(),
    fault({ hook: 'event', fault: 'lost', source: 'aws.states' }, [0, 6]),
    { kind: 'execution.stopped', atMs: at(5), do: 'stop-execution', machine: 'spillway-release' },
  ),
  'a push that nobody hears of': history(
    2,
    fault({ hook: 'event', fault: 'lost', source: 'aws.ecr' }, [0, 2]),
    good(0.1),
  ),
  'two pushes, one after the other': history(1, good(), good(7, 'v1.2.0')),
  'two pushes at once': history(1, good(), good(0, 'v1.2.0')),
  'every event comes twice': history(
    5,
    fault({ hook: 'event', fault: 'twice', delayMs: 0 }, [0, 5]),
    good(0.1),
  ),
  // The other one is heard of at once, and goes first.
  'a push that is heard of late': history(
    6,
    fault({ hook: 'event', fault: 'late', source: 'aws.ecr', delayMs: at(5), times: 1 }, [0, 6]),
    good(0.1),
    good(0.5, 'v1.2.0'),
  ),
  'the image to go back to is gone': history(
    1,
    { kind: 'image.deleted', atMs: 0, do: 'delete-image', version: 'initial' },
    good(16),
  ),
  'somebody asks again for a bad version': history(1, errors, {
    kind: 'operator.release',
    atMs: at(20),
    do: 'release',
    version: 'v1.1.0',
  }),
  'a good version after a bad one': history(1, errors, good(15, 'v1.2.0')),
  'a frozen service': history(
    1,
    { kind: 'operator.freeze', atMs: 0, do: 'freeze', forMs: at(30) },
    good(0.5),
  ),
  'a version that goes bad once it is promoted': history(
    1,
    bad('slow-burn', { slowBurn: { afterMinutes: 36, errorRate: 0.6 } }),
    good(44, 'v1.2.0'),
  ),
  'people cannot be told': history(
    40,
    good(),
    fault({ hook: 'call', fault: 'error', caller: ours, service: 'sns' }, [0, 40]),
  ),
  'a pause as the weight rises': history(
    1,
    good(),
    // Nothing is held yet: it warms the function, so that the pause is quicker than the shift.
    { kind: 'operator.resume', atMs: at(5), do: 'decide', person: 'pia', action: 'resume' },
    {
      kind: 'operator.pause',
      upon: { caller: 'checkgate', operation: 'TransactWriteItems', nth: 4 },
      atMs: 1,
      do: 'decide',
      person: 'pia',
      action: 'pause',
    },
    { kind: 'operator.resume', atMs: at(20), do: 'decide', person: 'pia', action: 'resume' },
  ),
  'somebody edits the weight as it is written': history(1, good(), {
    kind: 'weights.edited',
    upon: { caller: 'shifttraffic', operation: 'ModifyRule', nth: 1 },
    atMs: 1,
    do: 'edit-weights',
    weight: 80,
  }),
  'a rule whose making is never answered': history(
    10,
    errors,
    fault(
      {
        hook: 'call',
        fault: 'lostAfter',
        caller: 'shifttraffic',
        operation: 'CreateRule',
        service: 'elasticloadbalancing',
        times: 1,
      },
      [0, 10],
    ),
  ),
  'a shift that dies with its rule': history(
    10,
    good(),
    fault(
      {
        hook: 'call',
        fault: 'error',
        caller: 'shifttraffic',
        operation: 'UpdateItem',
        service: 'dynamodb',
      },
      [0, 10],
    ),
  ),
  'an alarm that is told again long after': history(
    20,
    errors,
    fault({ hook: 'event', fault: 'twice', source: 'aws.cloudwatch', delayMs: at(8) }, [0, 20]),
    good(1, 'v1.2.0'),
  ),
  'a wait of hours behind one that is held': history(
    185,
    good(),
    { kind: 'operator.pause', atMs: at(1), do: 'decide', person: 'pia', action: 'pause' },
    good(2, 'v1.2.0'),
  ),
  'somebody edits the weight while it is paused': history(
    25,
    good(),
    { kind: 'operator.pause', atMs: at(6), do: 'decide', person: 'pia', action: 'pause' },
    { kind: 'weights.edited', atMs: at(18), do: 'edit-weights', weight: 50 },
  ),
  'an alarm as a release leaves its last place': history(40, good(), {
    kind: 'alarm.raised',
    upon: { caller: 'deploycodedeploy', operation: 'ContinueDeployment', nth: 1 },
    atMs: 14_500,
    do: 'raise-alarm',
    alarm: 'b/failed-health-checks',
  }),
  // The third comes when the lane is free, and before the second has asked again.
  'overtaken while it waits': history(
    45,
    good(),
    noSweep(45),
    good(5, 'v1.2.0'),
    { kind: 'operator.abort', atMs: at(5.25), do: 'decide', person: 'olga', action: 'abort' },
    {
      ...good(0, 'v1.3.0'),
      atMs: 2000,
      upon: { caller: 'finishrollback', operation: 'Publish', nth: 1 },
    },
  ),
  ...huntsBack,
} as const satisfies Readonly<Record<string, History>>;

export type Hunt = keyof typeof hunts;
