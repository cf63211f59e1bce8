/** One ledger event folded into a record. What does not fit is refused with the reason and changes nothing. */
import { assert } from '../assert.ts';
import { laterOf } from '../contract/instant.ts';
import { change } from './change.ts';
import { currentEnvironment } from './changed.ts';
import type { EventOf, ReleaseEvent } from './event.ts';
import type { ReleaseCommon, ReleaseRecord } from './record.ts';
import { acceptedIn, heldBack, isTerminal, transitions } from './transitions.ts';

export type Applied =
  | { readonly applied: true; readonly record: ReleaseRecord }
  | { readonly applied: false; readonly record: ReleaseRecord; readonly refusal: Refusal };

export interface Refusal {
  readonly kind: 'foreign' | 'duplicate' | 'gap' | 'terminal' | 'held' | 'illegal';
  readonly reason: string;
}

export function openRecord(event: EventOf<'release.received'>): ReleaseRecord {
  assert(event.sequence === 1, 'a ledger begins with event 1');
  return {
    status: 'RECEIVED',
    releaseId: event.releaseId,
    service: event.service,
    artifact: event.artifact,
    trigger: event.trigger,
    intake: event.intake,
    receivedAt: event.at,
    updatedAt: event.at,
    sequence: event.sequence,
    admission: null,
    epoch: 0,
    hold: null,
    waitingFor: null,
    shortened: null,
    approvals: [],
    weights: {},
    promotedIn: [],
  };
}

export function applyEvent(record: ReleaseRecord, event: ReleaseEvent): Applied {
  const refusal = refuse(record, event);
  if (refusal !== undefined) return { applied: false, record, refusal };
  const changed = change(record, event);
  if (typeof changed === 'string') {
    return { applied: false, record, refusal: { kind: 'illegal', reason: changed } };
  }
  const base = changed.state === undefined ? record : { ...commonOf(record), ...changed.state };
  const updatedAt = laterOf(event.at, record.updatedAt);
  const next: ReleaseRecord = { ...base, ...changed.common, sequence: event.sequence, updatedAt };
  assert(
    next.status === record.status || transitions[record.status].includes(next.status),
    `${record.status} is never followed by ${next.status}`,
  );
  return { applied: true, record: next };
}

/** Undefined for a ledger that does not begin with a reception. Refused events leave no trace. */
export function replay(events: readonly ReleaseEvent[]): ReleaseRecord | undefined {
  const [first, ...rest] = events;
  if (first?.type !== 'release.received') return undefined;
  return rest.reduce((record, event) => applyEvent(record, event).record, openRecord(first));
}

function refuse(record: ReleaseRecord, event: ReleaseEvent): Refusal | undefined {
  const { releaseId, sequence, type } = event;
  if (releaseId !== record.releaseId) {
    return { kind: 'foreign', reason: `the event is of release ${releaseId}` };
  }
  if (sequence <= record.sequence) {
    return { kind: 'duplicate', reason: `event ${sequence} is already in the ledger` };
  }
  if (isTerminal(record.status)) {
    return { kind: 'terminal', reason: `the release has ended: ${record.status}` };
  }
  if (sequence > record.sequence + 1) {
    return { kind: 'gap', reason: `event ${record.sequence + 1} is missing before ${sequence}` };
  }
  if (!acceptedIn[type].some((status) => status === record.status)) {
    return { kind: 'illegal', reason: `${type} does not happen in ${record.status}` };
  }
  const here = currentEnvironment(record);
  if (type !== 'environment.entered' && 'environment' in event && event.environment !== here) {
    return { kind: 'illegal', reason: `the release is in ${here}, not in ${event.environment}` };
  }
  if (record.hold !== null && heldBack.includes(type)) {
    return { kind: 'held', reason: `held by ${record.hold.by}: ${record.hold.reason}` };
  }
  return undefined;
}

/** With a new state, nothing is waited for any more, and no bake is cut short. */
function commonOf(record: ReleaseRecord): ReleaseCommon {
  return {
    releaseId: record.releaseId,
    service: record.service,
    artifact: record.artifact,
    trigger: record.trigger,
    intake: record.intake,
    receivedAt: record.receivedAt,
    updatedAt: record.updatedAt,
    sequence: record.sequence,
    admission: record.admission,
    epoch: record.epoch,
    hold: record.hold,
    waitingFor: null,
    shortened: null,
    approvals: record.approvals,
    weights: record.weights,
    promotedIn: record.promotedIn,
  };
}
