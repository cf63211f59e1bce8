// I20: a decision counts once, in time, and about what the person saw.
import { replay } from '../../core/release/apply-event.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import type { Witness } from '../campaign/witness.ts';
import { both, holds, type Invariant, type Judgement, judgeEach, violated } from './invariant.ts';
import { secondMs } from './reading.ts';

export const decisions: Invariant = {
  id: 'I20',
  scope: 'service',
  claim:
    'A decision about a release that has ended, or was looked at too early, is refused; one that is accepted is written down right behind what was seen.',
  judge: (witness) => both(inTime(witness), writtenDown(witness)),
};

const inTime = (witness: Witness): Judgement =>
  judgeEach(witness.decisions, ({ at, action, status }) => {
    if (action === 'freeze' || action === 'unfreeze' || action === 'rollback') return undefined;
    if (status !== 200) return holds;
    const living = witness.releases.some(
      ({ record }) =>
        Date.parse(record.receivedAt) <= at &&
        (!('endedAt' in record) || Date.parse(record.endedAt) >= at - 5 * secondMs),
    );
    return living ? holds : violated(at, `${action} was accepted, and no release was under way`);
  });

const writtenDown = ({ decisions: made, releases }: Witness): Judgement =>
  judgeEach(made, ({ at, person, action, status, releaseId, sequence }) => {
    const release = releases.find(({ record }) => record.releaseId === releaseId);
    if (release === undefined || status !== 200 || action === 'abort') return undefined;
    const { events } = release;
    const before = replay(events.filter((event) => event.sequence <= sequence));
    if (before !== undefined && isSoAlready(action, before)) return undefined;
    const written = events.find(
      (event) =>
        event.actor.endsWith(`/${person}`) &&
        event.type === entries[action] &&
        event.sequence > sequence,
    );
    if (written === undefined)
      return violated(at, `${action} by ${person} was accepted, and is not in the ledger`);
    return written.sequence === sequence + 1
      ? holds
      : violated(
          at,
          `${action} by ${person} is event ${written.sequence}, and they saw ${sequence}`,
        );
  });

/** To pause what is held, to resume what nobody holds, or to cut short again is no event. */
const isSoAlready = (action: string, { hold, shortened }: ReleaseRecord): boolean =>
  action === 'promote' ? shortened !== null : action === (hold === null ? 'resume' : 'pause');

/** As what a decision is written down. */
const entries: Readonly<Record<string, string>> = {
  approve: 'release.approved',
  pause: 'release.held',
  resume: 'release.resumed',
  promote: 'bake.shortened',
};
