// Rolling a service back: as long as its release moves that is an abort, afterwards the version before is released.
import { tableKeys } from '../../core/contract/table-keys.ts';
import { ruleOnRelease } from '../../core/operate/rule-on-release.ts';
import { ruleOnService } from '../../core/operate/rule-on-service.ts';
import { sightOf } from '../../core/operate/staleness.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { carryOut, type Decided, type Hands, releaseAgain } from './act.ts';
import { type HttpAnswer, refused } from './http-answer.ts';

interface Wanted {
  readonly service: string;
  readonly environment: string;
  readonly digest: string;
}

export async function decideService(
  hands: Hands,
  { service, environment, digest }: Wanted,
  decided: Decided,
): Promise<HttpAnswer> {
  const { desk } = hands;
  const [state, lane] = await Promise.all([
    desk.environments.read({ service, environment }),
    desk.lanes.read(service),
  ]);
  if (state.moving?.candidateDigest === digest) {
    const moving = await desk.ledger.read(state.moving.releaseId);
    if (moving !== undefined) return abort(hands, moving.record, decided);
  }
  const history = await Promise.all(
    state.history.map(async (version) => {
      const barred = await desk.table.get(tableKeys.quarantine(service, version.digest));
      return { ...version, quarantined: barred !== undefined };
    }),
  );
  const { stable } = state;
  const ruling = ruleOnService({ service, environment, digest, stable, history, lane });
  return ruling.kind === 'refused'
    ? refused(ruling)
    : releaseAgain(hands, { service, environment }, ruling, decided);
}

/** The digest is what the operator saw; the release that moves it is looked up. */
function abort(hands: Hands, record: ReleaseRecord, decided: Decided) {
  const looked = sightOf(record);
  const { identity, reason } = decided;
  const scene = { looked, reason, identity, record, plan: null, events: [] };
  return carryOut(hands, record, ruleOnRelease({ action: 'rollback', ...scene }), decided);
}
