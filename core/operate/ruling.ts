/** What becomes of a decision: refused with a reason, nothing left to do, or exactly one thing to do. */
import type { OperatorEvent } from '../release/event.ts';

export interface Refusal {
  readonly kind: 'refused';
  /** As in HTTP: not permitted, not there, or not in this state. */
  readonly status: 403 | 404 | 409;
  readonly code: 'E401' | 'E402' | null;
  readonly message: string;
}

/** It has been done before, by whomever: saying so again changes nothing. */
export interface Already {
  readonly kind: 'already';
  readonly message: string;
}

/** Goes into the ledger behind exactly the event that was seen last; then wakes the release. */
export interface Entry {
  readonly kind: 'entry';
  readonly event: OperatorEvent;
  readonly message: string;
}

/** The rollback machine ends the release, wherever it is. */
export interface TakeBack {
  readonly kind: 'take-back';
  readonly environment: string;
  readonly message: string;
}

/** Nothing moves and the version before is gone: it is released again. */
export interface ReleaseAgain {
  readonly kind: 'release-again';
  readonly digest: string;
  readonly rollbackOf: string;
  readonly message: string;
}

export type Ruling = Refusal | Already | Entry | TakeBack;

export function refuse(
  message: string,
  { status = 409, code = null }: Partial<Pick<Refusal, 'status' | 'code'>> = {},
): Refusal {
  return { kind: 'refused', status, code, message };
}

export const already = (message: string): Already => ({ kind: 'already', message });
