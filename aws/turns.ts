// Turns to begin a deployment: one shortly after the other, however many releases want to at once.
import { errorNames } from '../core/contract/error-names.ts';
import { tableKeys } from '../core/contract/table-keys.ts';
import { limits } from '../core/limits.ts';
import { Failure } from './failure.ts';
import type { Table } from './table.ts';

export interface Turns {
  /** When it is this release's turn in this place, in milliseconds: the same whenever it asks again. */
  take(wanted: Wanted): Promise<number>;
}

export interface Wanted {
  readonly releaseId: string;
  readonly environment: string;
  readonly now: number;
}

/** Hundreds may draw in the same seconds; who never succeeds is asked to come again. */
const ATTEMPTS_MAX = 30;

export function openTurns(table: Table): Turns {
  async function draw(now: number): Promise<number> {
    const key = tableKeys.nextTurn();
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const next = (await table.get(key))?.['atMs'];
      const turn = Math.max(now, Number(next ?? 0));
      const drawn = await table.put({
        key,
        item: { atMs: turn + limits.turnGapMs },
        onlyIf:
          next === undefined
            ? { kind: 'absent' }
            : { kind: 'equals', attribute: 'atMs', value: next },
      });
      if (drawn) return turn;
    }
    throw new Failure(errorNames.unavailable, 'too many releases want a turn at the same moment');
  }

  return {
    async take({ releaseId, environment, now }) {
      const key = tableKeys.turn(releaseId, environment);
      const known = (await table.get(key))?.['atMs'];
      if (known !== undefined) return Number(known);
      const turn = await draw(now);
      // Whoever need not wait never asks again.
      if (turn > now) await table.put({ key, item: { atMs: turn } });
      return turn;
    },
  };
}
