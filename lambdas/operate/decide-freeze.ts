// Freezing and unfreezing: for services and environments, not for releases. Those that waited for it are woken.
import { type FreezeScope, openFreezes } from '../../aws/freezes.ts';
import type { Decision } from '../../core/contract/decision.ts';
import { statePartitions, tableIndexes } from '../../core/contract/table-keys.ts';
import { currentEnvironment } from '../../core/release/changed.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { type Decided, type Hands, wake } from './act.ts';
import { done, type HttpAnswer } from './http-answer.ts';

type FreezeDecision = Extract<Decision, { readonly kind: 'freeze' }>;

/** More releases than this do not move at once; the rest looks by itself within a minute. */
const WOKEN_MAX = 500;

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
    return done(fresh ? 'done' : 'already', `${where}: frozen`);
  }
  const lifted = await freezes.lift(change);
  if (lifted) await wakeWaiting(hands, { service, environment });
  return done(lifted ? 'done' : 'already', `${where}: not frozen`);
}

const nameOf = (name: string, noun: string): string => (name === '*' ? `every ${noun}` : name);

async function wakeWaiting(hands: Hands, scope: FreezeScope): Promise<void> {
  const items = await hands.desk.table.query({
    index: tableIndexes.byState.name,
    partition: { attribute: tableIndexes.byState.pk, value: statePartitions.active },
    limit: WOKEN_MAX,
  });
  const records = items.map((item) => JSON.parse(String(item['document'])) as ReleaseRecord);
  const waiting = records.filter(
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
