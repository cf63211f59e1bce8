// The desk of a release: its record, its plan, its lane and its places, opened together from a function's settings.
import { type Announcer, openAnnouncer } from './announcer.ts';
import { type Environments, openEnvironments } from './environments.ts';
import { type Lanes, openLanes } from './lanes.ts';
import { type Append, type Appended, type Ledger, openLedger } from './ledger.ts';
import { openPlans, type Plans } from './plans.ts';
import { openRegistry, type Registry } from './registry.ts';
import { setting } from './settings.ts';
import { openTable, type Table } from './table.ts';

export interface Desk {
  readonly table: Table;
  readonly ledger: Ledger;
  readonly plans: Plans;
  readonly lanes: Lanes;
  readonly environments: Environments;
  readonly registry: Registry;
  readonly announcer: Announcer;
  /** Appends to the ledger, then tells programs and people; what cannot be told now, the sweep tells. */
  record(append: Append): Promise<Appended>;
}

export function openDesk(): Desk {
  const table = openTable(setting('table'));
  const ledger = openLedger(table);
  const announcer = openAnnouncer({
    table,
    busName: setting('bus'),
    topics: { releases: setting('releasesTopic'), onCall: setting('onCallTopic') },
  });
  return {
    table,
    ledger,
    announcer,
    plans: openPlans(table),
    lanes: openLanes(table),
    environments: openEnvironments(table),
    registry: openRegistry(setting('registryPrefix')),
    async record(append) {
      const appended = await ledger.append(append);
      await announcer.publish(appended.record, appended.events);
      for (const notice of appended.notices) {
        await announcer.tell(append.releaseId, notice).catch(() => undefined);
      }
      return appended;
    },
  };
}
