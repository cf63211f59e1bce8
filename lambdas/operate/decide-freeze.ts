// Freezing and unfreezing: for services and environments, not for releases. Those that waited for it are woken.
import { openArchive } from '../../aws/archive.ts';
import { type FreezeScope, openFreezes } from '../../aws/freezes.ts';
import type { Decision } from '../../core/contract/decision.ts';
import { currentEnvironment } from '../../core/release/changed.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { type Decided, type Hands, wake } from './act.ts';
import { done, type HttpAnswer } from './http-answer.ts';

type FreezeDecision = Extract<Decision, { readonly kind: 'freeze' }>;

export async function decideFreeze(
  hands: Hands,
  { action, service, environment }: FreezeDecision,
  { identity: by, reason, now, requestId }: Decided,
): Promise<HttpAnswer> {
  const freezes = openFreezes(hands.desk.table);
  const change = { service, environment, by, reason, now, requestId };
  const where = `${nameOf(service, 'service')} in ${nameOf(environment, 'environment')}`;
  if (action === 'freeze') {
    const fresh = await freezes.freeze(change);
    return done(fresh ? 'done' : 'already', `${where}: ${fresh ? 'frozen' : 'frozen already'}`);
  }
  const lifted = await freezes.lift(change);
  if (lifted) await wakeWaiting(hands, { service, environment });
  return done(lifted ? 'done' : 'already', `${where}: ${lifted ? 'unfrozen' : 'was not frozen'}`);
}

const nameOf = (name: string, noun: string): string => (name === '*' ? `every ${noun}` : name);

async function wakeWaiting(hands: Hands, scope: FreezeScope): Promise<void> {
  const living = await openArchive(hands.desk.table).living();
  const waiting = living.filter(
    (record) => record.waitingFor === 'freeze' && covers(scope, record),
  );
  await Promise.all(waiting.map((record) => wake(hands, record)));
}

function covers({ service, environment }: FreezeScope, record: ReleaseRecord): boolean {
  const here = currentEnvironment(record);
  return (
    (service === '*' || service === record.service) && (environment === '*' || environment === here)
  );
}
