// What Spillway itself wrote: its releases and their events, read from the table on the twin.
import type { QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { tableIndexes, tableKeys } from '../core/contract/table-keys.ts';
import type { ReleaseEvent } from '../core/release/event.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import type { World } from './world.ts';

export interface LedgerView {
  readonly record: ReleaseRecord;
  readonly executionArn: string;
  readonly events: readonly ReleaseEvent[];
}

export async function readLedger(world: World, service: string): Promise<readonly LedgerView[]> {
  const { byService } = tableIndexes;
  const records = await query(world, byService.pk, `SERVICE#${service}`, byService.name);
  return Promise.all(
    records.map(async ({ document = '{}', executionArn = '' }) => {
      const record = JSON.parse(document) as ReleaseRecord;
      const { pk } = tableKeys.release(record.releaseId);
      const items = await query(world, 'pk', pk);
      const events = items.filter(({ sk = '' }) => sk.startsWith('EVENT#'));
      return {
        record,
        executionArn,
        events: events.map((item) => JSON.parse(item['document'] ?? '{}') as ReleaseEvent),
      };
    }),
  );
}

type Row = Readonly<Record<string, string>>;

async function query(
  world: World,
  attribute: string,
  value: string,
  index?: string,
): Promise<Row[]> {
  const input = {
    TableName: world.tableName,
    ...(index === undefined ? {} : { IndexName: index }),
    KeyConditionExpression: '#p = :p',
    ExpressionAttributeNames: { '#p': attribute },
    ExpressionAttributeValues: { ':p': { S: value } },
  };
  const { Items = [] } = (await world.twin.call({
    service: 'dynamodb',
    operation: 'Query',
    input,
    region: world.region,
  })) as QueryCommandOutput;
  return Items.map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, S ?? N ?? ''])),
  );
}
