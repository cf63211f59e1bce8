// The lane of each service in the table: read, decide purely, write only if nobody else did.
import { errorNames } from '../core/contract/error-names.ts';
import { statePartitions, tableIndexes, tableKeys } from '../core/contract/table-keys.ts';
import { type Entry, emptyLane, enterLane, type Lane, leaveLane } from '../core/lane/lane.ts';
import { Failure } from './failure.ts';
import type { Table } from './table.ts';

export interface Lanes {
  read(service: string): Promise<Lane>;
  /** The next number of intake. */
  number(service: string): Promise<number>;
  enter(service: string, place: { releaseId: string; intake: number }): Promise<Entry>;
  leave(service: string, releaseId: string): Promise<void>;
  /** Lanes in which a release moves or waits. */
  held(): Promise<readonly HeldLane[]>;
}

export interface HeldLane {
  readonly service: string;
  readonly releaseIds: readonly string[];
}

const ATTEMPTS_MAX = 10;
const { byState } = tableIndexes;
const HELD = statePartitions.heldLanes;

const holders = ({ moving, waiting }: Lane): readonly string[] =>
  [moving, waiting].flatMap((held) => (held === null ? [] : [held.releaseId]));

export function openLanes(table: Table): Lanes {
  async function load(service: string): Promise<{ lane: Lane; version: number }> {
    const item = await table.get(tableKeys.lane(service));
    if (item === undefined) return { lane: emptyLane, version: 0 };
    return { lane: JSON.parse(String(item['document'])) as Lane, version: Number(item['version']) };
  }

  async function update<T>(
    service: string,
    decide: (lane: Lane) => { lane: Lane; result: T },
  ): Promise<T> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const { lane, version } = await load(service);
      const decided = decide(lane);
      if (decided.lane === lane) return decided.result;
      const written = await table.put({
        key: tableKeys.lane(service),
        item: {
          document: JSON.stringify(decided.lane),
          version: version + 1,
          ...(holders(decided.lane).length > 0 && { [byState.pk]: HELD, [byState.sk]: service }),
        },
        onlyIf:
          version === 0
            ? { kind: 'absent' }
            : { kind: 'equals', attribute: 'version', value: version },
      });
      if (written) return decided.result;
    }
    throw new Failure(errorNames.unavailable, `the lane of ${service} changes too fast`);
  }

  return {
    read: async (service) => (await load(service)).lane,
    number: (service) =>
      update(service, (lane) => ({
        lane: { ...lane, intake: lane.intake + 1 },
        result: lane.intake + 1,
      })),
    enter: (service, place) =>
      update(service, (lane) => {
        const entry = enterLane(lane, place);
        return { lane: entry.lane, result: entry };
      }),
    leave: (service, releaseId) =>
      update(service, (lane) => {
        const after = leaveLane(lane, releaseId);
        const changed = after.moving !== lane.moving || after.waiting !== lane.waiting;
        return { lane: changed ? after : lane, result: undefined };
      }),
    async held() {
      const partition = { attribute: byState.pk, value: HELD };
      const items = await table.query({ index: byState.name, partition });
      return items.map((item) => ({
        service: String(item[byState.sk]),
        releaseIds: holders(JSON.parse(String(item['document'])) as Lane),
      }));
    },
  };
}
