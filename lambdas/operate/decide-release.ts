// A decision about a release: reads what is true now, asks the core, does what it says.
import type { Decision } from '../../core/contract/decision.ts';
import { ruleOnRelease } from '../../core/operate/rule-on-release.ts';
import { refuse } from '../../core/operate/ruling.ts';
import { refuseStale } from '../../core/operate/staleness.ts';
import { carryOut, type Decided, type Hands } from './act.ts';
import { decideService } from './decide-service.ts';
import { type HttpAnswer, refused } from './http-answer.ts';

type ReleaseDecision = Extract<Decision, { readonly kind: 'release' }>;

export async function decideRelease(
  hands: Hands,
  { action, looked }: ReleaseDecision,
  decided: Decided,
): Promise<HttpAnswer> {
  const { ledger, plans } = hands.desk;
  const stored = await ledger.read(looked.releaseId);
  if (stored === undefined) {
    return refused(refuse(`there is no release ${looked.releaseId}`, { status: 404 }));
  }
  const { record } = stored;
  if (action === 'rollback' && record.status === 'PROMOTED') {
    const stale = refuseStale(record, looked);
    if (stale !== undefined) return refused(stale);
    const { service, artifact, promotedIn } = record;
    const place = { service, environment: promotedIn.at(-1) ?? '' };
    return decideService(hands, { ...place, digest: artifact.digest ?? '' }, decided);
  }
  const [events, plan] = await Promise.all([
    ledger.events(looked.releaseId),
    record.admission === null ? null : plans.read(looked.releaseId),
  ]);
  const { identity, reason } = decided;
  const ruling = ruleOnRelease({ action, looked, reason, identity, record, plan, events });
  return carryOut(hands, record, ruling, decided);
}
