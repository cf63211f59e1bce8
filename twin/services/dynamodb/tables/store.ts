// The tables of a region.
import type { ServiceHost } from '../../../host/service.ts';
import { resourceNotFound, tableNotFound, validation } from '../errors.ts';
import type { Table } from './table.ts';
import { takeOutExpired } from './time-to-live.ts';

export interface TableStore {
  /** A table whose items can be used, by name or ARN. */
  forItems(nameOrArn: string | undefined): Table;
  /** A table in whatever state, by name or ARN. */
  known(nameOrArn: string | undefined): Table;
  find(name: string): Table | undefined;
  add(table: Table): void;
  names(): string[];
}

const NAME = /^[a-zA-Z0-9_.-]+$/;

export function createTableStore(host: ServiceHost): TableStore {
  const tables = new Map<string, Table>();

  function find(name: string): Table | undefined {
    const table = tables.get(name);
    if (table?.goneAt === undefined || table.goneAt > host.clock.now()) return table;
    tables.delete(name);
    return undefined;
  }

  return {
    find,
    forItems(nameOrArn) {
      const table = find(tableName(nameOrArn));
      const now = host.clock.now();
      if (table === undefined || now < table.activeAt || table.goneAt !== undefined) {
        throw resourceNotFound();
      }
      takeOutExpired(table, host);
      return table;
    },
    known(nameOrArn) {
      const name = tableName(nameOrArn);
      const table = find(name);
      if (table === undefined) throw tableNotFound(name);
      return table;
    },
    add: (table) => void tables.set(table.name, table),
    names: () => [...tables.keys()].filter((name) => find(name) !== undefined).sort(),
  };
}

export function tableName(nameOrArn: string | undefined): string {
  const text = nameOrArn ?? '';
  const name = /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)/.exec(text)?.[1] ?? text;
  if (name.length < 3 || name.length > 255) {
    throw validation(
      'TableName must be at least 3 characters long and at most 255 characters long',
    );
  }
  if (!NAME.test(name)) {
    throw validation(
      `1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: ` +
        'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
    );
  }
  return name;
}
