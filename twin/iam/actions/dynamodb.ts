// DynamoDB: tables and their indexes; transactions need the right to each of their parts.
import type * as Sdk from '@aws-sdk/client-dynamodb';
import { type Demand, defineActions, each, isArn, type Scope } from './table.ts';

interface NamesTable {
  readonly TableName?: string | undefined;
  readonly IndexName?: string | undefined;
}

const tableArn = ({ TableName, IndexName }: NamesTable, at: Scope): string => {
  const table = isArn(TableName) ? TableName : at.arn('dynamodb', `table/${TableName}`);
  return IndexName === undefined ? table : `${table}/index/${IndexName}`;
};

const byTable = (input: NamesTable, at: Scope) => ({ on: [tableArn(input, at)] });

const byTables = ({ RequestItems }: { RequestItems?: object | undefined }, at: Scope) => ({
  on: Object.keys(RequestItems ?? {}).map((TableName) => tableArn({ TableName }, at)),
});

/** `{Put: {...}}` needs PutItem, `{ConditionCheck: {...}}` ConditionCheckItem, and so on. */
const parts = (items: readonly object[] | undefined, at: Scope): readonly Demand[] =>
  (items ?? []).flatMap((item) =>
    Object.entries(item as Readonly<Record<string, NamesTable | undefined>>)
      .filter(([, part]) => part !== undefined)
      .map(([kind, part]) => ({
        action: `dynamodb:${kind}Item`,
        on: [tableArn({ TableName: part?.TableName }, at)],
      })),
  );

export const dynamodbActions = defineActions<typeof Sdk>()('dynamodb', {
  ...each(
    [
      'GetItem',
      'PutItem',
      'UpdateItem',
      'DeleteItem',
      'Query',
      'Scan',
      'CreateTable',
      'DescribeTable',
      'UpdateTable',
      'DeleteTable',
      'DescribeContinuousBackups',
      'UpdateContinuousBackups',
      'DescribeTimeToLive',
      'UpdateTimeToLive',
    ],
    byTable,
  ),
  ...each(['BatchGetItem', 'BatchWriteItem'], byTables),
  TransactWriteItems: ({ TransactItems }, at) => parts(TransactItems, at),
  TransactGetItems: ({ TransactItems }, at) => parts(TransactItems, at),
});
