/** What may follow what. Terminal states absorb: nothing follows them. */
import type { EventType } from './event.ts';
import type { ActiveStatus, ReleaseStatus, TerminalStatus } from './record.ts';

/** Status to status. Staying is always allowed and not listed. */
export const transitions: Readonly<Record<ReleaseStatus, readonly ReleaseStatus[]>> = {
  RECEIVED: ['QUEUED', 'REJECTED', 'IGNORED', 'SUPERSEDED', 'CANCELLED'],
  QUEUED: ['BUILDING', 'REJECTED', 'IGNORED', 'SUPERSEDED', 'CANCELLED'],
  BUILDING: ['GATED', 'REJECTED', 'CANCELLED'],
  GATED: ['CHECKING', 'PREPARING', 'REJECTED', 'SUPERSEDED', 'CANCELLED'],
  PREPARING: ['CHECKING', 'CANARY', 'PROMOTING', 'ROLLING_BACK'],
  CHECKING: ['PREPARING', 'CANARY', 'PROMOTING', 'ROLLING_BACK'],
  CANARY: ['BAKING', 'ROLLING_BACK'],
  BAKING: ['CANARY', 'PROMOTING', 'ROLLING_BACK'],
  PROMOTING: ['GUARDING', 'ROLLING_BACK'],
  GUARDING: ['GATED', 'PROMOTED', 'ROLLING_BACK'],
  ROLLING_BACK: ['ROLLED_BACK', 'FAILED_SAFE'],
  PROMOTED: [],
  ROLLED_BACK: [],
  FAILED_SAFE: [],
  REJECTED: [],
  SUPERSEDED: [],
  IGNORED: [],
  CANCELLED: [],
};

export const terminalStatuses = [
  'PROMOTED',
  'ROLLED_BACK',
  'FAILED_SAFE',
  'REJECTED',
  'SUPERSEDED',
  'IGNORED',
  'CANCELLED',
] as const satisfies readonly TerminalStatus[];

export function isTerminal(status: ReleaseStatus): status is TerminalStatus {
  return transitions[status].length === 0;
}

/** The candidate has tasks, and maybe traffic: to stop now means to roll back. */
export const deployedStatuses = [
  'PREPARING',
  'CHECKING',
  'CANARY',
  'BAKING',
  'PROMOTING',
  'GUARDING',
] as const satisfies readonly ActiveStatus[];

const inEnvironment = ['GATED', ...deployedStatuses] as const;
const active = ['RECEIVED', 'QUEUED', 'BUILDING', ...inEnvironment, 'ROLLING_BACK'] as const;
const untouched = ['RECEIVED', 'QUEUED', 'BUILDING', 'GATED'] as const;

/** In which status an event makes sense. `release.received` opens a record and never meets one. */
export const acceptedIn: Readonly<Record<EventType, readonly ActiveStatus[]>> = {
  'release.received': [],
  'release.admitted': ['RECEIVED'],
  'release.started': ['QUEUED'],
  'release.ignored': ['RECEIVED', 'QUEUED'],
  'release.rejected': untouched,
  'release.superseded': ['RECEIVED', 'QUEUED', 'GATED'],
  'release.cancelled': untouched,
  'artifact.built': ['BUILDING'],
  'artifact.verified': ['BUILDING'],
  'environment.entered': ['BUILDING', 'GUARDING'],
  'gate.waiting': inEnvironment,
  'gate.opened': inEnvironment,
  'checks.started': ['GATED', 'PREPARING', 'GUARDING'],
  'check.passed': ['CHECKING', 'GUARDING'],
  'deployment.started': ['GATED', 'CHECKING'],
  'weight.requested': ['PREPARING', 'CHECKING', 'BAKING'],
  'weight.verified': ['CANARY'],
  'bake.judged': ['BAKING', 'GUARDING'],
  'promotion.started': ['PREPARING', 'CHECKING', 'BAKING'],
  'promotion.verified': ['PROMOTING'],
  'environment.promoted': ['GUARDING'],
  'release.promoted': ['GUARDING'],
  'rollback.started': deployedStatuses,
  'weight.lowered': ['ROLLING_BACK'],
  'traffic.withdrawn': ['ROLLING_BACK'],
  'rollback.completed': ['ROLLING_BACK'],
  'rollback.stranded': ['ROLLING_BACK'],
  'release.approved': active,
  'release.held': active,
  'release.resumed': active,
  'bake.shortened': ['BAKING', 'GUARDING'],
  'intent.recorded': active,
  'notice.sent': active,
  'note.added': active,
};

/** What a hold holds back: more users, and the end of the version before. What comes before any users goes on, and gates wait. */
export const heldBack: readonly EventType[] = [
  'weight.requested',
  'promotion.started',
  'environment.promoted',
  'release.promoted',
];

/** Nothing was deployed yet: to stop now means only to say so. */
export function isUntouched(status: ReleaseStatus): boolean {
  return untouched.some((known) => known === status);
}
