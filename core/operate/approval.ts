/** Which gate an approval would open, and who may not give it. */
import type { Plan, PlannedGate } from '../plan/plan.ts';
import type { Approval, ReleaseRecord, Trigger } from '../release/record.ts';
import { personOf, shortName } from './identity.ts';
import { already, type Ruling, refuse } from './ruling.ts';

interface GatePlace extends Pick<Approval, 'environment' | 'phase'> {
  readonly gates: readonly PlannedGate[];
}

export function ruleOnApproval(record: ReleaseRecord, plan: Plan, identity: string): Ruling {
  const place = gateAhead(record, plan);
  const gate = place?.gates.find(({ kind }) => kind === 'approval');
  if (place === undefined || gate?.kind !== 'approval' || record.waitingFor !== 'approval') {
    return refuse(
      `${record.releaseId} waits for ${record.waitingFor ?? 'nothing'}, not an approval`,
    );
  }
  const { environment, phase } = place;
  const before = record.approvals.find(
    (given) =>
      given.environment === environment &&
      given.phase === phase &&
      personOf(given.by) === personOf(identity),
  );
  if (before !== undefined) return already(`${shortName(before.by)} has approved this already`);
  const blocked = gate.fourEyes ? whyNotTheirs(record.trigger, identity) : undefined;
  if (blocked !== undefined) return refuse(`four eyes: ${blocked}`, { status: 403 });
  return {
    kind: 'entry',
    event: { type: 'release.approved', environment, phase },
    message: `approved for ${environment}${phase === null ? '' : `, phase ${phase + 1}`}`,
  };
}

/** The gate before an environment, or before the phase that comes next. */
function gateAhead(record: ReleaseRecord, plan: Plan): GatePlace | undefined {
  switch (record.status) {
    case 'GATED':
      return before(plan, record.environment, null);
    case 'PREPARING':
    case 'CHECKING':
      return before(plan, record.environment, 0);
    case 'BAKING':
      return before(plan, record.environment, record.phase + 1);
    default:
      return undefined;
  }
}

function before(plan: Plan, environment: string, phase: number | null): GatePlace | undefined {
  const planned = plan.environments.find(({ name }) => name === environment);
  const gates = phase === null ? planned?.gates : planned?.phases[phase]?.gates;
  return gates === undefined ? undefined : { environment, phase, gates };
}

/** A push names nobody: what started that release is a machine, and any person is a second pair of eyes. */
function whyNotTheirs(trigger: Trigger, identity: string): string | undefined {
  if (trigger.kind !== 'operator') return undefined;
  if (trigger.actor === 'unknown') {
    return 'nobody knows who started this release, so it could be you; start it with an actor';
  }
  if (personOf(trigger.actor) !== personOf(identity)) return undefined;
  return `${shortName(trigger.actor)} started this release; somebody else has to approve it`;
}
