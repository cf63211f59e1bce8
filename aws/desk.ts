// The desk of a release: its record, its plan, its lane and its places, opened together from a function's settings.
import { openBus } from './bus.ts';
import { type Environments, openEnvironments } from './environments.ts';
import { type Lanes, openLanes } from './lanes.ts';
import { type Append, type Appended, type Ledger, openLedger } from './ledger.ts';
import { openPlans, type Plans } from './plans.ts';
import { openRegistry, type Registry } from './registry.ts';
import { setting } from './settings.ts';
import { openTable, type Table } from './table.ts';
import { openTurns, type Turns } from './turns.ts';

export interface Desk {
  readonly table: Table;
  readonly ledger: Ledger;
  readonly plans: Plans;
  readonly lanes: Lanes;
  readonly environments: Environments;
  readonly turns: Turns;
  readonly registry: Registry;
  /** Appends to the ledger, then tells programs. What people are to hear is owed to them. */
  record(append: Append): Promise<Appended>;
}

export function openDesk(): Desk {
  const table = openTable(setting('table'));
  const ledger = openLedger(table);
  const bus = openBus(setting('bus'));
  return {
    table,
    ledger,
    plans: openPlans(table),
    lanes: openLanes(table),
    environments: openEnvironments(table),
    turns: openTurns(table),
    registry: openRegistry(setting('registryPrefix')),
    async record(append) {
      const appended = await ledger.append(append);
      await bus.publish(appended.record, appended.events);
      return appended;
    },
  };
}
