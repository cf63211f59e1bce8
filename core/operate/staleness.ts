/** Whether a decision is about what is still there. Who looked too long, or too late, decides nothing. */
import type { Sight } from '../contract/decision.ts';
import { currentEnvironment, currentWeight } from '../release/changed.ts';
import type { ReleaseRecord } from '../release/record.ts';
import { isTerminal } from '../release/transitions.ts';
import { type Refusal, refuse } from './ruling.ts';

/** The release as an operator sees it now: what a decision about it has to name. */
export function sightOf(record: ReleaseRecord): Sight {
  return {
    releaseId: record.releaseId,
    digest: record.artifact.digest,
    phase: phaseOf(record),
    planHash: record.admission?.planHash ?? null,
    sequence: record.sequence,
  };
}

export function refuseEnded(record: ReleaseRecord): Refusal | undefined {
  if (!isTerminal(record.status)) return undefined;
  const ending = `${record.releaseId} already ${record.status} at ${endOf(record)}${why(record)}`;
  return refuse(`${ending}; nothing to do`, { code: 'E402' });
}

export function refuseStale(record: ReleaseRecord, looked: Sight): Refusal | undefined {
  const now = sightOf(record);
  const changes = [
    difference('digest', looked.digest, now.digest),
    difference('plan', looked.planHash, now.planHash),
    difference('phase', nameOf(looked.phase), nameOf(now.phase)),
    difference('event', looked.sequence, now.sequence),
  ].flat();
  if (changes.length === 0) return undefined;
  return refuse(
    `release ${record.releaseId} changed since you looked (now ${standing(record)}): ${changes.join(', ')}; look again, then decide again`,
    { code: 'E401' },
  );
}

/** `BAKING at 25 % in production` */
export function standing(record: ReleaseRecord): string {
  const environment = currentEnvironment(record);
  if (environment === undefined) return record.status;
  return `${record.status} at ${currentWeight(record, environment)} % in ${environment}`;
}

const phaseOf = (record: ReleaseRecord): number | null => ('phase' in record ? record.phase : null);

const nameOf = (phase: number | null): number | null => (phase === null ? null : phase + 1);

type Shown = string | number | null;

const difference = (what: string, before: Shown, now: Shown): readonly string[] =>
  before === now ? [] : [`${what} ${before ?? 'none'} is now ${now ?? 'none'}`];

/** `14:07:31Z` */
const endOf = (record: ReleaseRecord): string =>
  'endedAt' in record ? record.endedAt.replace(/^.*T(\d\d:\d\d:\d\d).*$/, '$1Z') : 'its end';

const why = (record: ReleaseRecord): string => ('reason' in record ? ` (${record.reason})` : '');
