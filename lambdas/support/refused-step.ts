// A step that the record refused: where an operator has paused the release it may be asked for again, elsewhere it never may.
import { Failure } from '../../aws/failure.ts';
import { errorNames } from '../../core/contract/error-names.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { isTerminal } from '../../core/release/transitions.ts';

export function refusedStep({ hold, status }: ReleaseRecord, reason: string): Failure {
  const isPaused = hold !== null && !isTerminal(status) && status !== 'ROLLING_BACK';
  return new Failure(isPaused ? errorNames.held : errorNames.aborted, reason);
}
