// A table as DescribeTable shows it.
import type {
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  ProvisionedThroughput,
  ProvisionedThroughputDescription,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import { itemSize } from '../values/size.ts';
import { scan } from './collection.ts';
import type { Index, KeySchema, Table } from './table.ts';

export function describeTable(table: Table, now: number): TableDescription {
  const ofKind = (kind: Index['kind']) => {
    const indexes = [...table.indexes.values()].filter((index) => index.kind === kind);
    return indexes.length === 0 ? undefined : indexes;
  };
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: statusOf(table, now),
    CreationDateTime: new Date(table.createdAt),
    KeySchema: keyElements(table.key),
    AttributeDefinitions: [...table.attributeTypes].map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    ProvisionedThroughput: throughputOf(table.throughput),
    BillingModeSummary:
      table.billingMode === 'PAY_PER_REQUEST'
        ? {
            BillingMode: table.billingMode,
            LastUpdateToPayPerRequestDateTime: new Date(table.createdAt),
          }
        : undefined,
    ItemCount: table.items.count,
    TableSizeBytes: bytesOf(table),
    DeletionProtectionEnabled: table.deletionProtected,
    StreamSpecification: table.streamSpecification,
    GlobalSecondaryIndexes: ofKind('global')?.map((index) => globalIndex(table, index, now)),
    LocalSecondaryIndexes: ofKind('local')?.map((index) => ({
      ...indexIdentity(table, index),
      ItemCount: index.entries.count,
    })),
  };
}

function statusOf({ activeAt, goneAt }: Table, now: number) {
  if (goneAt !== undefined) return 'DELETING';
  return now < activeAt ? 'CREATING' : 'ACTIVE';
}

const globalIndex = (table: Table, index: Index, now: number): GlobalSecondaryIndexDescription => ({
  ...indexIdentity(table, index),
  IndexStatus: now < Math.max(index.activeAt, table.activeAt) ? 'CREATING' : 'ACTIVE',
  ProvisionedThroughput: throughputOf(index.throughput),
  ItemCount: index.entries.count,
});

const indexIdentity = (table: Table, index: Index) => ({
  IndexName: index.name,
  IndexArn: `${table.arn}/index/${index.name}`,
  KeySchema: keyElements(index.key),
  Projection: index.projection,
  IndexSizeBytes: 0,
});

const keyElements = ({ hash, range }: KeySchema): KeySchemaElement[] => [
  { AttributeName: hash.name, KeyType: 'HASH' },
  ...(range === undefined ? [] : [{ AttributeName: range.name, KeyType: 'RANGE' as const }]),
];

const throughputOf = (
  throughput: ProvisionedThroughput | undefined,
): ProvisionedThroughputDescription => ({
  NumberOfDecreasesToday: 0,
  ReadCapacityUnits: throughput?.ReadCapacityUnits ?? 0,
  WriteCapacityUnits: throughput?.WriteCapacityUnits ?? 0,
});

function bytesOf(table: Table): number {
  let total = 0;
  for (const { item } of scan(table.items)) total += itemSize(item);
  return total;
}
