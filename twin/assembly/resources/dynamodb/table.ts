// AWS::DynamoDB::Table
import { text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { createTable, deleteTable, updateTable } from './table-calls.ts';

export const table: ResourceProvider = {
  type: 'AWS::DynamoDB::Table',
  service: 'dynamodb',
  replaceOn: ['TableName', 'KeySchema', 'LocalSecondaryIndexes', 'ImportSourceSpecification'],
  create: ({ properties, stack, name }) =>
    createTable(stack, text(properties, 'TableName') ?? name(), properties),
  async update({ properties, stack, existing }) {
    const change = { before: existing.properties, after: properties };
    await updateTable(stack, existing.physicalId, change);
    return undefined;
  },
  delete: ({ physicalId }, stack) => deleteTable(stack, physicalId),
};
