/** What an operator's decision about a release comes to. Nothing is done here; one thing at most is ordered. */
import type { ReleaseAction, Sight } from '../contract/decision.ts';
import type { Plan } from '../plan/plan.ts';
import { currentEnvironment } from '../release/changed.ts';
import type { EventType, ReleaseEvent } from '../release/event.ts';
import type { ReleaseRecord } from '../release/record.ts';
import { ruleOnApproval } from './approval.ts';
import { shortName } from './identity.ts';
import { already, type Ruling, refuse } from './ruling.ts';
import { refuseEnded, refuseStale, standing } from './staleness.ts';

export interface ReleaseScene {
  readonly action: ReleaseAction;
  readonly looked: Sight;
  readonly reason: string;
  readonly identity: string;
  readonly record: ReleaseRecord;
  /** Null until the release is admitted. */
  readonly plan: Plan | null;
  readonly events: readonly ReleaseEvent[];
}

export function ruleOnRelease(scene: ReleaseScene): Ruling {
  const { record, looked } = scene;
  return (
    refuseEnded(record) ??
    repeated(scene) ??
    refuseStale(record, looked) ??
    rules[scene.action](scene)
  );
}

const traces: Readonly<Record<ReleaseAction, EventType>> = {
  approve: 'release.approved',
  reject: 'rollback.started',
  pause: 'release.held',
  resume: 'release.resumed',
  abort: 'rollback.started',
  promote: 'bake.shortened',
  rollback: 'rollback.started',
};

/** The same person has decided the same on the same look: an answer got lost, and this is its repetition. */
function repeated({ action, identity, looked, events }: ReleaseScene): Ruling | undefined {
  const trace = events.find(
    ({ type, actor, sequence }) =>
      type === traces[action] && actor === identity && sequence === looked.sequence + 1,
  );
  return trace && already(`done already, at ${trace.at}`);
}

const rules: Readonly<Record<ReleaseAction, (scene: ReleaseScene) => Ruling>> = {
  approve: ({ record, plan, identity }) =>
    plan === null
      ? refuse(`${record.releaseId} has no plan yet`)
      : ruleOnApproval(record, plan, identity),
  reject(scene) {
    const { waitingFor, releaseId } = scene.record;
    if (waitingFor === 'approval') return takeBack(scene);
    return refuse(
      `${releaseId} waits for ${waitingFor ?? 'nothing'}, not an approval; abort ends it`,
    );
  },
  pause({ record, reason }) {
    if (record.status === 'ROLLING_BACK') return refuse('it is going back, and that is never held');
    if (record.hold !== null) return already(`held already, by ${shortName(record.hold.by)}`);
    return {
      kind: 'entry',
      event: { type: 'release.held', reason, needsPerson: false },
      message: `held, ${standing(record)}; a breach still rolls back`,
    };
  },
  resume({ record, reason }) {
    if (record.hold === null) return already('it is not held');
    return { kind: 'entry', event: { type: 'release.resumed', reason }, message: 'goes on' };
  },
  promote({ record, reason }) {
    if (record.status !== 'BAKING' && record.status !== 'GUARDING') {
      return refuse(`no bake to cut short: ${standing(record)}`);
    }
    if (record.hold !== null)
      return refuse(`held by ${shortName(record.hold.by)}; resume it first`);
    if (record.shortened !== null) return already('its bake is cut short already');
    const { environment } = record;
    return {
      kind: 'entry',
      event: { type: 'bake.shortened', environment, reason },
      message: `the rest of the bake in ${environment} is skipped once the judge finds nothing against it`,
    };
  },
  abort: takeBack,
  rollback: takeBack,
};

function takeBack({ record }: ReleaseScene): Ruling {
  if (record.status === 'ROLLING_BACK') return already('it is going back already');
  const environment = currentEnvironment(record) ?? '';
  // Its place is vacated, and the next one not entered: nothing here can be taken back by a machine.
  if (record.status === 'GUARDING' && record.promotedIn.includes(environment)) {
    return refuse(`${record.releaseId} is just leaving ${environment}; look again in a moment`);
  }
  return { kind: 'take-back', environment, message: `is being taken back, ${standing(record)}` };
}
