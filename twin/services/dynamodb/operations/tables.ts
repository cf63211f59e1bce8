// Operations on tables.
import type {
  BillingMode,
  ProvisionedThroughput,
  UpdateTableInput,
} from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../host/aws-error.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { invalidParameters, notSimulated, validation } from '../errors.ts';
import type { Handlers } from '../sdk.ts';
import { createCollection, put, scan } from '../tables/collection.ts';
import { attributeTypesOf, createIndex, indexesOf, keySchemaOf } from '../tables/define.ts';
import { describeTable } from '../tables/describe.ts';
import { type TableStore, tableName } from '../tables/store.ts';
import { positionIn, type Table, tieOf } from '../tables/table.ts';

/** How long tables and indexes take to come and to go. */
const TABLE_DELAY_MS = 2_000;
const INDEX_DELAY_MS = 30_000;
const LIST_MAX = 100;

export const tableOperations = (host: ServiceHost, tables: TableStore): Handlers => ({
  CreateTable(input) {
    const name = tableName(input.TableName);
    if (tables.find(name) !== undefined) {
      throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
    }
    const billingMode = input.BillingMode ?? 'PROVISIONED';
    checkThroughput(billingMode, input.ProvisionedThroughput);
    const types = attributeTypesOf(input.AttributeDefinitions);
    const key = keySchemaOf(input.KeySchema, types);
    const now = host.clock.now();
    const table: Table = {
      name,
      arn: host.arn('dynamodb', `table/${name}`),
      id: host.ids.uuid(),
      createdAt: now,
      activeAt: now + TABLE_DELAY_MS,
      goneAt: undefined,
      key,
      attributeTypes: types,
      items: createCollection(),
      indexes: indexesOf(input, key, types),
      tags: new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
      expiries: { due: [], nextAt: Number.POSITIVE_INFINITY },
      billingMode,
      throughput: input.ProvisionedThroughput,
      deletionProtected: input.DeletionProtectionEnabled ?? false,
      streamSpecification: input.StreamSpecification,
      sseSpecification: input.SSESpecification,
      timeToLive: undefined,
      recovery: { enabled: false, since: now, days: 35 },
    };
    tables.add(table);
    return { TableDescription: describeTable(table, now) };
  },
  DescribeTable({ TableName }) {
    return { Table: describeTable(tables.known(TableName), host.clock.now()) };
  },
  UpdateTable(input) {
    const table = tables.known(input.TableName);
    if (host.clock.now() < table.activeAt || table.goneAt !== undefined) {
      throw new AwsError(
        'ResourceInUseException',
        `Attempt to change a resource which is still in use: Table is being created: ${table.name}`,
      );
    }
    updateTable(table, input, host);
    return { TableDescription: describeTable(table, host.clock.now()) };
  },
  DeleteTable({ TableName }) {
    const table = tables.known(TableName);
    const now = host.clock.now();
    if (now < table.activeAt || table.goneAt !== undefined) {
      throw new AwsError(
        'ResourceInUseException',
        `Attempt to change a resource which is still in use: Table is being ${table.goneAt === undefined ? 'created' : 'deleted'}: ${table.name}`,
      );
    }
    if (table.deletionProtected) {
      throw validation(
        'Resource cannot be deleted as it is currently protected against deletion. ' +
          'Disable deletion protection first.',
      );
    }
    table.goneAt = now + TABLE_DELAY_MS;
    return { TableDescription: describeTable(table, now) };
  },
  ListTables({ ExclusiveStartTableName: after = '', Limit: limit = LIST_MAX }) {
    if (limit < 1 || limit > LIST_MAX) {
      throw validation(
        `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: ` +
          `Member must have value ${limit < 1 ? 'greater than or equal to 1' : `less than or equal to ${LIST_MAX}`}`,
      );
    }
    const names = tables.names().filter((name) => name > after);
    const page = names.slice(0, limit);
    return {
      TableNames: page,
      LastEvaluatedTableName: names.length > page.length ? page.at(-1) : undefined,
    };
  },
});

function checkThroughput(
  billingMode: BillingMode,
  throughput: ProvisionedThroughput | undefined,
): void {
  if (billingMode === 'PAY_PER_REQUEST' && throughput !== undefined) {
    throw invalidParameters(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  const complete = throughput?.ReadCapacityUnits && throughput.WriteCapacityUnits;
  if (billingMode === 'PROVISIONED' && !complete) {
    throw invalidParameters(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
}

function updateTable(table: Table, input: UpdateTableInput, host: ServiceHost): void {
  if (input.ReplicaUpdates !== undefined) throw notSimulated('UpdateTable with ReplicaUpdates');
  const billingMode = input.BillingMode ?? table.billingMode;
  if (input.BillingMode !== undefined || input.ProvisionedThroughput !== undefined) {
    checkThroughput(billingMode, input.ProvisionedThroughput);
    table.billingMode = billingMode;
    table.throughput = input.ProvisionedThroughput;
  }
  table.deletionProtected = input.DeletionProtectionEnabled ?? table.deletionProtected;
  table.streamSpecification = input.StreamSpecification ?? table.streamSpecification;
  table.sseSpecification = input.SSESpecification ?? table.sseSpecification;
  for (const [name, type] of attributeTypesOf(input.AttributeDefinitions)) {
    table.attributeTypes.set(name, type);
  }
  for (const update of input.GlobalSecondaryIndexUpdates ?? []) {
    if (update.Create !== undefined) addIndex(table, update.Create, host.clock.now());
    const { Delete: deletion, Update: change } = update;
    const named = table.indexes.get(deletion?.IndexName ?? change?.IndexName ?? '');
    if (update.Create === undefined && named === undefined) {
      throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    }
    if (deletion !== undefined) table.indexes.delete(deletion.IndexName ?? '');
    if (change !== undefined && named !== undefined)
      named.throughput = change.ProvisionedThroughput;
  }
}

function addIndex(
  table: Table,
  definition: Parameters<typeof createIndex>[1] & {
    readonly ProvisionedThroughput?: ProvisionedThroughput | undefined;
  },
  now: number,
): void {
  const throughput = definition.ProvisionedThroughput;
  const index = createIndex(
    'global',
    definition,
    table.attributeTypes,
    now + INDEX_DELAY_MS,
    throughput,
  );
  if (table.indexes.has(index.name)) throw invalidParameters(`Duplicate index name: ${index.name}`);
  for (const { item, ...position } of scan(table.items)) {
    const place = positionIn(index.key, item, tieOf(position));
    if (place !== undefined) put(index.entries, { ...place, item });
  }
  table.indexes.set(index.name, index);
}
