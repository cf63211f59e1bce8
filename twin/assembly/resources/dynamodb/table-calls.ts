// What tables and global tables have in common: creation, settings, indexes.
import type * as Sdk from '@aws-sdk/client-dynamodb';
import { changedProperties, object, objects, pick, required } from '../../properties.ts';
import type { Made, Properties } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const dynamodb = callsOf<typeof Sdk>('dynamodb');

const CREATED = [
  'AttributeDefinitions',
  'BillingMode',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'OnDemandThroughput',
  'ProvisionedThroughput',
  'TableClass',
  'Tags',
  'WarmThroughput',
];

const UPDATED = [
  'BillingMode',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'ProvisionedThroughput',
  'TableClass',
];

export async function createTable(
  stack: StackHost,
  TableName: string,
  properties: Properties,
): Promise<Made> {
  const { TableDescription } = await dynamodb(stack, 'CreateTable', {
    ...pick(properties, ...CREATED),
    TableName,
    StreamSpecification: stream(properties),
  });
  await applySettings(stack, TableName, properties, ['TimeToLiveSpecification', RECOVERY]);
  stack.waitUntil({
    what: `the table ${TableName} is not active`,
    async isOver() {
      const { Table } = await dynamodb(stack, 'DescribeTable', { TableName });
      return Table?.TableStatus === 'ACTIVE';
    },
  });
  return {
    physicalId: TableName,
    attributes: {
      Arn: TableDescription?.TableArn,
      StreamArn: TableDescription?.LatestStreamArn,
      TableId: TableDescription?.TableId,
    },
  };
}

export async function updateTable(
  stack: StackHost,
  TableName: string,
  { before, after }: { readonly before: Properties; readonly after: Properties },
): Promise<void> {
  const changed = changedProperties(before, after);
  const settings = pick(after, ...UPDATED.filter((name) => changed.includes(name)));
  if (Object.keys(settings).length > 0) {
    await dynamodb(stack, 'UpdateTable', { TableName, ...settings });
  }
  // The API changes one index at a time.
  for (const update of indexUpdates(before, after)) {
    const { AttributeDefinitions } = after;
    const GlobalSecondaryIndexUpdates = [update];
    const input = { TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates };
    await dynamodb(stack, 'UpdateTable', input);
  }
  await applySettings(stack, TableName, after, changed);
}

export async function deleteTable(stack: StackHost, TableName: string): Promise<void> {
  await dynamodb(stack, 'DeleteTable', { TableName });
}

const RECOVERY = 'PointInTimeRecoverySpecification';

/** Settings that have calls of their own. */
async function applySettings(
  stack: StackHost,
  TableName: string,
  properties: Properties,
  names: readonly string[],
): Promise<void> {
  const timeToLive = object(properties, 'TimeToLiveSpecification');
  if (timeToLive !== undefined && names.includes('TimeToLiveSpecification')) {
    const TimeToLiveSpecification = pick(timeToLive, 'AttributeName', 'Enabled');
    await stack.attempt('dynamodb', 'UpdateTimeToLive', { TableName, TimeToLiveSpecification });
  }
  const recovery = object(properties, RECOVERY);
  if (recovery !== undefined && names.includes(RECOVERY)) {
    const input = { TableName, PointInTimeRecoverySpecification: recovery };
    await stack.attempt('dynamodb', 'UpdateContinuousBackups', input);
  }
}

/** The API wants to hear that a stream is enabled; a template enables it by naming its view. */
function stream(properties: Properties): Properties | undefined {
  const wanted = object(properties, 'StreamSpecification');
  return wanted === undefined ? undefined : { ...wanted, StreamEnabled: true };
}

function indexUpdates(before: Properties, after: Properties): Properties[] {
  const byName = (properties: Properties) =>
    new Map(
      objects(properties, 'GlobalSecondaryIndexes').map((index) => [
        required(index, 'IndexName'),
        index,
      ]),
    );
  const old = byName(before);
  const wanted = byName(after);
  const removed = [...old.keys()].filter((name) => !wanted.has(name));
  const added = [...wanted].filter(([name]) => !old.has(name));
  return [
    ...removed.map((IndexName) => ({ Delete: { IndexName } })),
    ...added.map(([, index]) => ({ Create: index })),
  ];
}
