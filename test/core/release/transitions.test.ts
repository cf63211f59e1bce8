import { describe, expect, it } from 'vitest';
import type { ReleaseStatus } from '../../../core/release/record.ts';
import {
  acceptedIn,
  isTerminal,
  terminalStatuses,
  transitions,
} from '../../../core/release/transitions.ts';

describe('the tables of transitions', () => {
  it('let nothing follow a terminal state', () => {
    const statuses = Object.keys(transitions) as ReleaseStatus[];
    expect(statuses.filter(isTerminal).sort()).toEqual([...terminalStatuses].sort());
  });

  it('reach a terminal state from everywhere', () => {
    const reaches = (status: ReleaseStatus, seen: readonly ReleaseStatus[]): boolean =>
      isTerminal(status) ||
      transitions[status].some((then) => !seen.includes(then) && reaches(then, [...seen, then]));
    for (const status of Object.keys(transitions) as ReleaseStatus[]) {
      expect(reaches(status, [status]), status).toBe(true);
    }
  });

  it('let an abort or a rollback win in every active state', () => {
    for (const [status, following] of Object.entries(transitions)) {
      if (isTerminal(status as ReleaseStatus) || status === 'ROLLING_BACK') continue;
      expect(following.includes('ROLLING_BACK') || following.includes('CANCELLED'), status).toBe(
        true,
      );
    }
  });
});

describe('acceptedIn', () => {
  it('says for every event where it makes sense, but for the one that opens a record', () => {
    const nowhere = Object.entries(acceptedIn).filter(([, statuses]) => statuses.length === 0);
    expect(nowhere.map(([type]) => type)).toEqual(['release.received']);
  });
});
