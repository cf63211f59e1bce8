// AWS::DynamoDB::GlobalTable: the replica in the stack's own region; others are named in a warning.
import { objects, omit, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import type { StackHost } from '../../stack-host.ts';
import { createTable, deleteTable, updateTable } from './table-calls.ts';

export const globalTable: ResourceProvider = {
  type: 'AWS::DynamoDB::GlobalTable',
  service: 'dynamodb',
  replaceOn: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  create({ properties, stack, name }) {
    const elsewhere = replicas(properties)
      .map(({ Region }) => String(Region))
      .filter((region) => region !== stack.region);
    if (elsewhere.length > 0) stack.warn(`replicas in ${elsewhere.join(', ')} are not simulated`);
    return createTable(
      stack,
      text(properties, 'TableName') ?? name(),
      localTable(properties, stack),
    );
  },
  async update({ properties, stack, existing }) {
    await updateTable(stack, existing.physicalId, {
      before: localTable(existing.properties, stack),
      after: localTable(properties, stack),
    });
    return undefined;
  },
  delete: ({ physicalId }, stack) => deleteTable(stack, physicalId),
};

const replicas = (properties: Properties): readonly Properties[] => objects(properties, 'Replicas');

/** The table as it is in this region: what the replica says besides what all replicas share. */
function localTable(properties: Properties, stack: StackHost): Properties {
  const replica = replicas(properties).find(({ Region }) => Region === stack.region) ?? {};
  return {
    ...properties,
    ...omit(replica, 'Region', 'GlobalSecondaryIndexes'),
  };
}
