// Histories of a good version in which one call goes wrong.
import type { CallFault } from '../../twin/kernel/faults.ts';
import { fault, good, history } from './strokes.ts';

const OVER_MINUTES = 40;

/** The first of the machine that leads a release. */
const firstCall = (kind: CallFault, operation: string) =>
  history(
    OVER_MINUTES,
    good(),
    fault({ hook: 'call', fault: kind, caller: 'MachinesreleaseRole', operation, times: 1 }, [
      0,
      OVER_MINUTES,
    ]),
  );

export const oneCall = {
  'an admission whose answer is lost': firstCall('lostAfter', 'Invoke'),
  'one call that finds AWS busy': firstCall('throttle', 'StartExecution'),
};
