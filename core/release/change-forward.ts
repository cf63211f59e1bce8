/** Changes on the way forward: intake, build, environments in order, weights that only rise. */
import { assertNever } from '../assert.ts';
import { type Changed, currentWeight, withWeight } from './changed.ts';
import type { EventOf } from './event.ts';
import type { ReleaseRecord } from './record.ts';

export function admit(event: EventOf<'release.admitted'>): Changed {
  if (event.environments.length === 0) return 'a release without environments goes nowhere';
  const { planHash, deadlineAt, environments } = event;
  return {
    state: { status: 'QUEUED' },
    common: { admission: { planHash, deadlineAt, environments } },
  };
}

/** Epochs only grow: whoever comes with an older one has lost the service to somebody else. */
export function start(record: ReleaseRecord, { epoch }: EventOf<'release.started'>): Changed {
  if (epoch <= record.epoch) return `epoch ${epoch} is not above ${record.epoch}`;
  return { state: { status: 'BUILDING', verified: false }, common: { epoch } };
}

export function build({ artifact }: EventOf<'artifact.built'>): Changed {
  return { state: { status: 'BUILDING', verified: false }, common: { artifact } };
}

export function verify({ artifact }: ReleaseRecord): Changed {
  if (artifact.digest === null) return 'there is no digest to verify';
  return { state: { status: 'BUILDING', verified: true } };
}

export function endUntouched(
  event: EventOf<
    'release.ignored' | 'release.rejected' | 'release.superseded' | 'release.cancelled'
  >,
): Changed {
  const { type, at: endedAt } = event;
  switch (type) {
    case 'release.ignored': {
      const { reason, winnerId } = event;
      return { state: { status: 'IGNORED', endedAt, reason, winnerId } };
    }
    case 'release.rejected':
      return { state: { status: 'REJECTED', endedAt, reason: event.reason } };
    case 'release.superseded':
      return { state: { status: 'SUPERSEDED', endedAt, byReleaseId: event.byReleaseId } };
    case 'release.cancelled':
      return { state: { status: 'CANCELLED', endedAt, by: event.actor, reason: event.reason } };
    default:
      return assertNever(type);
  }
}

/** Environments are visited in the plan's order, each once, each after the one before was promoted. */
export function enter(
  record: ReleaseRecord,
  { environment }: EventOf<'environment.entered'>,
): Changed {
  const next = record.admission?.environments[record.promotedIn.length];
  if (next !== environment) return `the next environment is ${next ?? 'none'}, not ${environment}`;
  if (record.status === 'BUILDING' && !record.verified) return 'the artifact is not verified';
  if (record.status === 'GUARDING' && !record.promotedIn.includes(record.environment)) {
    return `${record.environment} is still guarded`;
  }
  return { state: { status: 'GATED', environment } };
}

/** Rolling deployments are checked while guarded, because nobody can reach them before. */
export function startChecks(
  { status }: ReleaseRecord,
  { environment }: EventOf<'checks.started'>,
): Changed {
  return status === 'GUARDING' ? {} : { state: { status: 'CHECKING', environment } };
}

export function deploy({ environment }: EventOf<'deployment.started'>): Changed {
  return { state: { status: 'PREPARING', environment } };
}

export function requestWeight(
  record: ReleaseRecord,
  { environment, phase, weightPercent }: EventOf<'weight.requested'>,
): Changed {
  const next = record.status === 'BAKING' ? record.phase + 1 : 0;
  if (phase !== next) return `the next phase is ${next}, not ${phase}`;
  const current = currentWeight(record, environment);
  if (!Number.isInteger(weightPercent) || weightPercent > 100) {
    return `${weightPercent} is not a whole per cent up to 100`;
  }
  if (weightPercent <= current) return `weights rise: ${weightPercent} % is not above ${current} %`;
  return { state: { status: 'CANARY', environment, phase, weightPercent } };
}

export function verifyWeight(
  record: ReleaseRecord,
  { environment, phase, weightPercent, at }: EventOf<'weight.verified'>,
): Changed {
  if (record.status !== 'CANARY') return 'no weight was asked for';
  if (phase !== record.phase || weightPercent !== record.weightPercent) {
    return `asked for ${record.weightPercent} % (phase ${record.phase}), not ${weightPercent} % (phase ${phase})`;
  }
  return {
    state: { status: 'BAKING', environment, phase, weightPercent, verifiedAt: at },
    common: withWeight(record, environment, weightPercent),
  };
}

export function verifyPromotion(
  record: ReleaseRecord,
  { environment, at }: EventOf<'promotion.verified'>,
): Changed {
  return {
    state: { status: 'GUARDING', environment, verifiedAt: at },
    common: withWeight(record, environment, 100),
  };
}

export function promoteEnvironment(
  record: ReleaseRecord,
  { environment }: EventOf<'environment.promoted'>,
): Changed {
  if (record.promotedIn.includes(environment)) return `${environment} is promoted already`;
  return { common: { promotedIn: [...record.promotedIn, environment] } };
}

export function promoteRelease(
  { admission, promotedIn }: ReleaseRecord,
  { at }: EventOf<'release.promoted'>,
): Changed {
  const missing = admission?.environments.filter((name) => !promotedIn.includes(name)) ?? [];
  if (missing.length > 0) return `not promoted in ${missing.join(', ')}`;
  return { state: { status: 'PROMOTED', endedAt: at } };
}

export function approve(record: ReleaseRecord, event: EventOf<'release.approved'>): Changed {
  const { environment, phase, actor: by, at } = event;
  const again = record.approvals.some(
    (given) => given.environment === environment && given.phase === phase && given.by === by,
  );
  if (again) return `${by} has approved this already`;
  return { common: { approvals: [...record.approvals, { environment, phase, by, at }] } };
}
