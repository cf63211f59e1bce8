/** Benchmarks of DynamoDB: each function is one call of an operation, without the wire. */
import { dynamodb } from '../../twin/services/dynamodb/index.ts';
import { startTwin } from '../twin/support/start-twin.ts';

const TableName = 'bench';
const PARTITIONS = 100;

const { twin, pass } = startTwin({ services: [dynamodb], keepTrace: 1_000 });
const call = (operation: string, input: object) =>
  twin.call({ service: 'dynamodb', operation, region: 'us-east-1', input });
const ready = call('CreateTable', {
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
}).then(() => pass(10));

let turn = 0;
const nextKey = () => {
  turn += 1;
  return {
    pk: { S: `service#${turn % PARTITIONS}` },
    sk: { S: `event#${String(turn % 1_000).padStart(6, '0')}` },
  };
};

/** One item of about 300 bytes, put. */
export async function putItem(): Promise<unknown> {
  await ready;
  const Item = { ...nextKey(), detail: { S: 'x'.repeat(250) }, epoch: { N: '7' } };
  return call('PutItem', { TableName, Item });
}

/** One item, got. */
export async function getItem(): Promise<unknown> {
  await ready;
  return call('GetItem', { TableName, Key: nextKey() });
}

/** One conditional update of two attributes. */
export async function updateItem(): Promise<unknown> {
  await ready;
  return call('UpdateItem', {
    TableName,
    Key: nextKey(),
    UpdateExpression: 'SET #s = :s, epoch = if_not_exists(epoch, :zero) + :one',
    ConditionExpression: 'attribute_not_exists(pk) OR epoch >= :zero',
    ExpressionAttributeNames: { '#s': 'state' },
    ExpressionAttributeValues: { ':s': { S: 'LIVE' }, ':zero': { N: '0' }, ':one': { N: '1' } },
  });
}

/** One query for the last event of a partition. */
export async function queryLast(): Promise<unknown> {
  await ready;
  return call('Query', {
    TableName,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': nextKey().pk, ':prefix': { S: 'event#' } },
    ScanIndexForward: false,
    Limit: 1,
  });
}
