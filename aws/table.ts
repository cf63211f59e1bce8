// The one table, spoken to in plain values: text, whole numbers, and documents kept as JSON text.
import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableKey } from '../core/contract/table-keys.ts';
import { clientSettings } from './client-settings.ts';
import { isNamed } from './failure.ts';

export type Plain = string | number;
export type Item = Readonly<Record<string, Plain>>;

export interface Write {
  readonly key: TableKey;
  readonly item: Item;
  /** What must hold for the write to happen; names are attributes, values are given beside. */
  readonly onlyIf?: Condition;
}

export type Condition =
  | { readonly kind: 'absent' }
  | { readonly kind: 'missing'; readonly attribute: string }
  | { readonly kind: 'equals'; readonly attribute: string; readonly value: Plain };

export interface Change {
  readonly key: TableKey;
  readonly set: Readonly<Record<string, Plain>>;
  readonly remove?: readonly string[];
  readonly onlyIf?: Condition;
}

export interface Table {
  get(key: TableKey): Promise<Item | undefined>;
  /** False when the condition did not hold. */
  put(write: Write): Promise<boolean>;
  change(change: Change): Promise<boolean>;
  /** All or nothing; false when a condition did not hold. */
  transact(writes: readonly Write[]): Promise<boolean>;
  query(query: Query): Promise<readonly Item[]>;
  /** Only what is no record of anything: a freeze that is lifted. */
  remove(key: TableKey): Promise<void>;
}

export interface Query {
  readonly partition: { readonly attribute: string; readonly value: string };
  readonly sort?: { readonly attribute: string; readonly prefix: string };
  readonly index?: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
}

/** A page is 1 MB at most; more pages than this are never wanted by anybody here. */
const PAGES_MAX = 20;

export function openTable(tableName: string): Table {
  const client = new DynamoDBClient(clientSettings());
  return {
    async get(key) {
      const command = new GetItemCommand({
        TableName: tableName,
        Key: encode({ ...key }),
        ConsistentRead: true,
      });
      const { Item } = await client.send(command);
      return Item === undefined ? undefined : decode(Item);
    },
    put: (write) =>
      holds(() => client.send(new PutItemCommand({ TableName: tableName, ...toPut(write) }))),
    change: (change) =>
      holds(() =>
        client.send(new UpdateItemCommand({ TableName: tableName, ...toUpdate(change) })),
      ),
    transact: (writes) =>
      holds(() =>
        client.send(
          new TransactWriteItemsCommand({
            TransactItems: writes.map((write) => ({
              Put: { TableName: tableName, ...toPut(write) },
            })),
          }),
        ),
      ),
    async remove(key) {
      await client.send(new DeleteItemCommand({ TableName: tableName, Key: encode({ ...key }) }));
    },
    async query(query) {
      const found: Item[] = [];
      let start: Record<string, AttributeValue> | undefined;
      for (let pages = 0; pages < PAGES_MAX; pages += 1) {
        const page = await client.send(
          new QueryCommand({ TableName: tableName, ...toQuery(query), ExclusiveStartKey: start }),
        );
        found.push(...(page.Items ?? []).map(decode));
        start = page.LastEvaluatedKey;
        if (start === undefined || found.length >= (query.limit ?? Number.POSITIVE_INFINITY)) break;
      }
      return found;
    },
  };
}

async function holds(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return false;
    if (isNamed(error, 'TransactionCanceledException')) return false;
    throw error;
  }
}

const encodeOne = (value: Plain): AttributeValue =>
  typeof value === 'number' ? { N: String(value) } : { S: value };

const encode = (item: Item): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, encodeOne(value)]));

const decode = (item: Record<string, AttributeValue>): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.N === undefined ? (value.S ?? '') : Number(value.N),
    ]),
  );

const toPut = ({ key, item, onlyIf }: Write) => ({
  Item: encode({ ...item, ...key }),
  ...toCondition(onlyIf),
});

function toCondition(condition: Condition | undefined) {
  if (condition === undefined) return {};
  if (condition.kind === 'absent') return { ConditionExpression: 'attribute_not_exists(pk)' };
  if (condition.kind === 'missing') {
    return {
      ConditionExpression: 'attribute_not_exists(#condition)',
      ExpressionAttributeNames: { '#condition': condition.attribute },
    };
  }
  return {
    ConditionExpression: '#condition = :condition',
    ExpressionAttributeNames: { '#condition': condition.attribute },
    ExpressionAttributeValues: { ':condition': encodeOne(condition.value) },
  };
}

function toUpdate({ key, set, remove = [], onlyIf }: Change) {
  const condition = toCondition(onlyIf);
  const settings = Object.entries(set);
  const names = Object.fromEntries([
    ...settings.map(([name], index) => [`#s${index}`, name]),
    ...remove.map((name, index) => [`#r${index}`, name]),
  ]);
  const values = Object.fromEntries(
    settings.map(([, value], index) => [`:s${index}`, encodeOne(value)]),
  );
  const allValues = {
    ...values,
    ...('ExpressionAttributeValues' in condition ? condition.ExpressionAttributeValues : {}),
  };
  return {
    Key: encode({ ...key }),
    UpdateExpression: [
      settings.length > 0 ? `SET ${settings.map((_, i) => `#s${i} = :s${i}`).join(', ')}` : '',
      remove.length > 0 ? `REMOVE ${remove.map((_, i) => `#r${i}`).join(', ')}` : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
    ...condition,
    ExpressionAttributeNames: {
      ...names,
      ...('ExpressionAttributeNames' in condition ? condition.ExpressionAttributeNames : {}),
    },
    ...(Object.keys(allValues).length > 0 ? { ExpressionAttributeValues: allValues } : {}),
  };
}

function toQuery({ partition, sort, index, newestFirst, limit }: Query) {
  return {
    KeyConditionExpression: sort === undefined ? '#p = :p' : '#p = :p AND begins_with(#s, :s)',
    ExpressionAttributeNames: {
      '#p': partition.attribute,
      ...(sort === undefined ? {} : { '#s': sort.attribute }),
    },
    ExpressionAttributeValues: {
      ':p': encodeOne(partition.value),
      ...(sort === undefined ? {} : { ':s': encodeOne(sort.prefix) }),
    },
    ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
    ...(newestFirst === undefined ? {} : { ScanIndexForward: !newestFirst }),
    ...(limit === undefined ? {} : { Limit: limit }),
  };
}
