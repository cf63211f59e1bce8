/** What each event changes. The status has been checked; here the details have to fit as well. */
import { assertNever } from '../assert.ts';
import * as forward from './change-forward.ts';
import * as back from './change-rollback.ts';
import type { Changed } from './changed.ts';
import type { EventOf, ReleaseEvent } from './event.ts';
import type { Hold, ReleaseRecord } from './record.ts';

export function change(record: ReleaseRecord, event: ReleaseEvent): Changed {
  switch (event.type) {
    case 'release.received':
      return 'a release is received once';
    case 'release.admitted':
      return forward.admit(event);
    case 'release.started':
      return forward.start(record, event);
    case 'release.ignored':
    case 'release.rejected':
    case 'release.superseded':
    case 'release.cancelled':
      return forward.endUntouched(event);
    case 'artifact.built':
      return forward.build(event);
    case 'artifact.verified':
      return forward.verify(record);
    case 'environment.entered':
      return forward.enter(record, event);
    case 'gate.waiting':
      return { common: { waitingFor: event.gate } };
    case 'gate.opened':
      return { common: { waitingFor: null } };
    case 'checks.started':
      return forward.startChecks(record, event);
    case 'deployment.started':
      return forward.deploy(event);
    case 'weight.requested':
      return forward.requestWeight(record, event);
    case 'weight.verified':
      return forward.verifyWeight(record, event);
    case 'promotion.started':
      return { state: { status: 'PROMOTING', environment: event.environment } };
    case 'promotion.verified':
      return forward.verifyPromotion(record, event);
    case 'environment.promoted':
      return forward.promoteEnvironment(record, event);
    case 'release.promoted':
      return forward.promoteRelease(record, event);
    case 'rollback.started':
      return back.startRollback(record, event);
    case 'weight.lowered':
      return back.lowerWeight(record, event);
    case 'traffic.withdrawn':
      return back.withdrawTraffic(record, event);
    case 'rollback.completed':
      return back.completeRollback(record, event);
    case 'rollback.stranded':
      return back.strandRollback(event);
    case 'release.approved':
      return forward.approve(record, event);
    case 'release.held':
      return { common: { hold: heldBy(event) } };
    case 'release.resumed':
      return { common: { hold: null } };
    case 'bake.shortened':
      return { common: { shortened: { by: event.actor, reason: event.reason, at: event.at } } };
    case 'check.passed':
    case 'bake.judged':
    case 'intent.recorded':
    case 'notice.sent':
    case 'note.added':
      return {};
    default:
      return assertNever(event);
  }
}

const heldBy = ({ actor: by, at: since, reason, needsPerson }: EventOf<'release.held'>): Hold => ({
  by,
  reason,
  since,
  needsPerson,
});
