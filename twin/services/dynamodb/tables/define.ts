// Turns the definition in a request into the key schemas of a table and its indexes.
import type {
  AttributeDefinition,
  CreateTableInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  Projection,
  ProvisionedThroughput,
} from '@aws-sdk/client-dynamodb';
import { invalidParameters, validation } from '../errors.ts';
import { createCollection } from './collection.ts';
import type { Index, KeySchema, KeyType } from './table.ts';

const GLOBAL_INDEXES_MAX = 20;
const LOCAL_INDEXES_MAX = 5;

export function attributeTypesOf(
  definitions: readonly AttributeDefinition[] | undefined,
): Map<string, KeyType> {
  const types = new Map<string, KeyType>();
  for (const { AttributeName: name = '', AttributeType: type } of definitions ?? []) {
    if (type !== 'S' && type !== 'N' && type !== 'B') {
      throw validation(
        `1 validation error detected: Value '${type}' at 'attributeDefinitions.member.attributeType' ` +
          'failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]',
      );
    }
    types.set(name, type);
  }
  return types;
}

export function keySchemaOf(
  elements: readonly KeySchemaElement[] | undefined,
  types: ReadonlyMap<string, KeyType>,
): KeySchema {
  const [first, second] = elements ?? [];
  const names = (elements ?? []).map(({ AttributeName: name = '' }) => name);
  if (names.some((name) => !types.has(name))) {
    throw invalidParameters(
      'Some index key attributes are not defined in AttributeDefinitions. ' +
        `Keys: [${names.join(', ')}], AttributeDefinitions: [${[...types.keys()].join(', ')}]`,
    );
  }
  if (names.length === 2 && names[0] === names[1]) {
    throw validation(
      'Both the Hash Key and the Range Key element in the KeySchema have the same name',
    );
  }
  if (first?.KeyType !== 'HASH') {
    throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second !== undefined && second.KeyType !== 'RANGE') {
    throw validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  const attribute = (name = '') => ({ name, type: types.get(name) ?? 'S' });
  return {
    hash: attribute(first.AttributeName),
    range: second === undefined ? undefined : attribute(second.AttributeName),
  };
}

export function indexesOf(
  input: CreateTableInput,
  key: KeySchema,
  types: ReadonlyMap<string, KeyType>,
): Map<string, Index> {
  const { GlobalSecondaryIndexes: globals, LocalSecondaryIndexes: locals } = input;
  checkIndexLists(globals, locals, key);
  const indexes = new Map<string, Index>();
  const add = (index: Index): void => {
    if (indexes.has(index.name)) throw invalidParameters(`Duplicate index name: ${index.name}`);
    indexes.set(index.name, index);
  };
  for (const local of locals ?? []) add(localIndex(local, key, types));
  for (const global of globals ?? []) {
    if (input.BillingMode === 'PAY_PER_REQUEST' && global.ProvisionedThroughput !== undefined) {
      throw invalidParameters(
        `ProvisionedThroughput should not be specified for index: ${global.IndexName} ` +
          'when BillingMode is PAY_PER_REQUEST',
      );
    }
    add(createIndex('global', global, types, 0, global.ProvisionedThroughput));
  }
  checkNoneUnused(types, key, indexes, locals === undefined && globals === undefined);
  return indexes;
}

export function createIndex(
  kind: Index['kind'],
  definition: {
    readonly IndexName?: string | undefined;
    readonly KeySchema?: KeySchemaElement[] | undefined;
    readonly Projection?: Projection | undefined;
  },
  types: ReadonlyMap<string, KeyType>,
  activeAt: number,
  throughput?: ProvisionedThroughput | undefined,
): Index {
  const { IndexName: name = '', Projection: projection = {} } = definition;
  const type = projection.ProjectionType;
  if (type === undefined) throw invalidParameters('Unknown ProjectionType: null');
  if (type !== 'INCLUDE' && projection.NonKeyAttributes !== undefined) {
    throw invalidParameters(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  }
  return {
    name,
    kind,
    key: keySchemaOf(definition.KeySchema, types),
    projection,
    activeAt,
    throughput,
    entries: createCollection(),
  };
}

function localIndex(
  definition: LocalSecondaryIndex,
  tableKey: KeySchema,
  types: ReadonlyMap<string, KeyType>,
): Index {
  const index = createIndex('local', definition, types, 0);
  if (index.key.range === undefined) {
    throw invalidParameters(`Index KeySchema does not have a range key for index: ${index.name}`);
  }
  if (index.key.hash.name !== tableKey.hash.name) {
    throw invalidParameters(
      'Index KeySchema does not have the same leading hash key as table KeySchema for index: ' +
        `${index.name}. index hash key: ${index.key.hash.name}, table hash key: ${tableKey.hash.name}`,
    );
  }
  return index;
}

function checkIndexLists(
  globals: readonly GlobalSecondaryIndex[] | undefined,
  locals: readonly LocalSecondaryIndex[] | undefined,
  key: KeySchema,
): void {
  if (locals?.length === 0) throw invalidParameters('List of LocalSecondaryIndexes is empty');
  if (globals?.length === 0) throw invalidParameters('List of GlobalSecondaryIndexes is empty');
  if (locals !== undefined && key.range === undefined) {
    throw invalidParameters(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  if ((locals?.length ?? 0) > LOCAL_INDEXES_MAX) {
    throw invalidParameters('Number of LocalSecondaryIndexes exceeds per-table limit of 5');
  }
  if ((globals?.length ?? 0) > GLOBAL_INDEXES_MAX) {
    throw invalidParameters('GlobalSecondaryIndex count exceeds the per-table limit of 20');
  }
}

function checkNoneUnused(
  types: ReadonlyMap<string, KeyType>,
  key: KeySchema,
  indexes: ReadonlyMap<string, Index>,
  withoutIndexes: boolean,
): void {
  const used = new Set(
    [key, ...[...indexes.values()].map((index) => index.key)].flatMap(({ hash, range }) => [
      hash.name,
      range?.name,
    ]),
  );
  const unused = [...types.keys()].filter((name) => !used.has(name));
  if (unused.length === 0) return;
  throw withoutIndexes
    ? invalidParameters(
        'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
      )
    : invalidParameters(
        'Some AttributeDefinitions are not used. ' +
          `AttributeDefinitions: [${[...types.keys()].join(', ')}], keys used: [${[...used].filter(Boolean).join(', ')}]`,
      );
}
