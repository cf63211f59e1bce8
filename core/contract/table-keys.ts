/** Keys of the one table. Names are checked before they come here; `#` is in none of them. */

export interface TableKey {
  readonly pk: string;
  readonly sk: string;
}

/** Attribute names of the key and of the two sparse indexes. */
export const tableAttributes = { pk: 'pk', sk: 'sk', expiresAt: 'expiresAtSeconds' } as const;

/** `by-service`: a service's releases, newest last. `by-state`: what the sweep must look at. */
export const tableIndexes = {
  byService: { name: 'by-service', pk: 'servicePk', sk: 'serviceSk' },
  byState: { name: 'by-state', pk: 'statePk', sk: 'stateSk' },
} as const;

/** Partitions of `by-state`: living releases, lanes that somebody holds, and notices that nobody has sent yet. */
export const statePartitions = {
  active: 'ACTIVE',
  heldLanes: 'HELD',
  unsentNotices: 'UNSENT',
} as const;

/** Zero-padded, so that text order is number order. */
const sequenceDigits = 6;

export const tableKeys = {
  /** Who moves, who waits, and the epoch: one for the whole service. */
  lane: (service: string): TableKey => ({ pk: `SERVICE#${service}`, sk: 'LANE' }),
  /** Stable, previous and moving version, with epoch, overlay, deployment, token, deadline. */
  environment: (service: string, environment: string): TableKey => ({
    pk: `SERVICE#${service}`,
    sk: `ENVIRONMENT#${environment}`,
  }),
  quarantine: (service: string, digest: string): TableKey => ({
    pk: `SERVICE#${service}`,
    sk: `QUARANTINE#${digest}`,
  }),
  /** Written once per artifact: the second push of the same digest finds it. */
  seen: (service: string, digest: string): TableKey => ({
    pk: `SERVICE#${service}`,
    sk: `SEEN#${digest}`,
  }),
  /** `*` stands for every service, or every environment. */
  freeze: (service: string, environment: string): TableKey => ({
    pk: 'FREEZE',
    sk: `${service}#${environment}`,
  }),
  /** Freezes come and go; who did that, and why, stays. */
  freezeChange: (at: string, requestId: string): TableKey => ({
    pk: 'FREEZE#LEDGER',
    sk: `${at}#${requestId}`,
  }),
  release: (releaseId: string): TableKey => ({ pk: `RELEASE#${releaseId}`, sk: 'RECORD' }),
  plan: (releaseId: string): TableKey => ({ pk: `RELEASE#${releaseId}`, sk: 'PLAN' }),
  event: (releaseId: string, sequence: number): TableKey => ({
    pk: `RELEASE#${releaseId}`,
    sk: `EVENT#${padded(sequence)}`,
  }),
  /** When this release may begin to deploy in a place; only where it has to wait for that. */
  turn: (releaseId: string, environment: string): TableKey => ({
    pk: `RELEASE#${releaseId}`,
    sk: `TURN#${environment}`,
  }),
  /** When the next one may that comes. */
  nextTurn: (): TableKey => ({ pk: 'TURNS', sk: 'NEXT' }),
  notice: (releaseId: string, noticeId: string): TableKey => ({
    pk: `RELEASE#${releaseId}`,
    sk: `NOTICE#${noticeId}`,
  }),
} as const;

export const indexKeys = {
  byService: (service: string, receivedAt: string, releaseId: string) => ({
    servicePk: `SERVICE#${service}`,
    serviceSk: `${receivedAt}#${releaseId}`,
  }),
  byState: (partition: string, since: string, id: string) => ({
    statePk: partition,
    stateSk: `${since}#${id}`,
  }),
} as const;

function padded(sequence: number): string {
  return String(sequence).padStart(sequenceDigits, '0');
}
