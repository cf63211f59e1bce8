// One write to one item: prepared from a request, then checked and applied, alone or in a transaction.
import type {
  AttributeValue,
  ConditionCheck,
  DeleteItemInput,
  PutItemInput,
  ReturnValuesOnConditionCheckFailure,
  UpdateItemInput,
} from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../host/aws-error.ts';
import { notSimulated, validation } from '../errors.ts';
import { applyUpdate } from '../expressions/apply-update.ts';
import { type BindingInput, bind } from '../expressions/bindings.ts';
import type { Condition } from '../expressions/condition-tree.ts';
import { satisfies } from '../expressions/evaluate-condition.ts';
import { parseCondition } from '../expressions/parse-condition.ts';
import { parseUpdate, type Update } from '../expressions/parse-update.ts';
import type { Item } from '../sdk.ts';
import type { Position } from '../tables/collection.ts';
import { acceptKey, checkItemKeys } from '../tables/keys.ts';
import { itemAt, keyNames, replaceItem, type Table } from '../tables/table.ts';
import { noteExpiry } from '../tables/time-to-live.ts';
import { acceptMap } from '../values/accept.ts';
import { ITEM_SIZE_MAX, itemSize } from '../values/size.ts';

export interface Write {
  readonly table: Table;
  readonly position: Position;
  readonly condition: Condition | undefined;
  readonly onFailure: ReturnValuesOnConditionCheckFailure | undefined;
  /** The paths that an update names. */
  readonly update: Update | undefined;
  /** False for a condition check: it leaves the item as it is. */
  readonly writes: boolean;
  change(before: Item | undefined): Item | undefined;
}

export interface Written {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

type Conditional = BindingInput & {
  readonly ConditionExpression?: string | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: ReturnValuesOnConditionCheckFailure | undefined;
};

export function preparePut(table: Table, input: Conditional & Pick<PutItemInput, 'Item'>): Write {
  refuseLegacy(input, ['Expected', 'ConditionalOperator']);
  const item = acceptMap(input.Item ?? {});
  const size = itemSize(item);
  if (size > ITEM_SIZE_MAX) throw validation('Item size has exceeded the maximum allowed size');
  const condition = conditionOf(input);
  const position = checkItemKeys(table, item);
  return { ...base(table, position, input, condition), change: () => item };
}

export function prepareDelete(
  table: Table,
  input: Conditional & Pick<DeleteItemInput, 'Key'>,
): Write {
  refuseLegacy(input, ['Expected', 'ConditionalOperator']);
  const condition = conditionOf(input);
  const { position } = acceptKey(table, input.Key ?? {});
  return { ...base(table, position, input, condition), change: () => undefined };
}

export function prepareCheck(table: Table, input: ConditionCheck): Write {
  const condition = conditionOf(input);
  const { position } = acceptKey(table, input.Key ?? {});
  return { ...base(table, position, input, condition), writes: false, change: (before) => before };
}

export function prepareUpdate(
  table: Table,
  input: Conditional & Pick<UpdateItemInput, 'Key' | 'UpdateExpression'>,
): Write {
  refuseLegacy(input, ['Expected', 'ConditionalOperator', 'AttributeUpdates']);
  const { UpdateExpression, ConditionExpression } = input;
  const bindings = bind(input, { UpdateExpression, ConditionExpression });
  const update =
    UpdateExpression === undefined ? undefined : parseUpdate(UpdateExpression, bindings);
  const condition =
    ConditionExpression === undefined
      ? undefined
      : parseCondition('ConditionExpression', ConditionExpression, bindings);
  bindings.checkAllUsed();
  const { key, position } = acceptKey(table, input.Key ?? {});
  checkKeysUntouched(table, update);
  return {
    ...base(table, position, input, condition),
    update,
    change(before) {
      const start = before ?? key;
      const after = update === undefined ? start : applyUpdate(start, update);
      checkUpdated(table, after);
      return after;
    },
  };
}

/** Throws where the condition does not hold. Changes nothing. */
export function evaluate(write: Write): Written {
  const before = itemAt(write.table, write.position);
  if (write.condition !== undefined && !satisfies(before ?? {}, write.condition)) {
    throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', {
      fields: write.onFailure === 'ALL_OLD' && before !== undefined ? { Item: before } : {},
    });
  }
  return { before, after: write.change(before) };
}

export function store(write: Write, { before, after }: Written): void {
  if (!write.writes) return;
  replaceItem(write.table, write.position, before, after);
  if (after !== undefined) noteExpiry(write.table, write.position, after);
}

function conditionOf(input: Conditional): Condition | undefined {
  const { ConditionExpression } = input;
  const bindings = bind(input, { ConditionExpression });
  if (ConditionExpression === undefined) return undefined;
  const condition = parseCondition('ConditionExpression', ConditionExpression, bindings);
  bindings.checkAllUsed();
  return condition;
}

const base = (
  table: Table,
  position: Position,
  input: Conditional,
  condition: Condition | undefined,
) => ({
  table,
  position,
  condition,
  onFailure: input.ReturnValuesOnConditionCheckFailure,
  update: undefined,
  writes: true,
});

function checkKeysUntouched(table: Table, update: Update | undefined): void {
  const names = keyNames(table.key);
  for (const [name] of update?.paths ?? []) {
    if (names.includes(name)) {
      throw validation(
        'One or more parameter values were invalid: ' +
          `Cannot update attribute ${name}. This attribute is part of the key`,
      );
    }
  }
}

function checkUpdated(table: Table, after: Item): void {
  if (itemSize(after) > ITEM_SIZE_MAX) {
    throw validation('Item size to update has exceeded the maximum allowed size');
  }
  for (const { key } of table.indexes.values()) {
    for (const attribute of [key.hash, key.range]) {
      const value: AttributeValue | undefined =
        attribute === undefined ? undefined : after[attribute.name];
      if (attribute !== undefined && value !== undefined && value[attribute.type] === undefined) {
        throw validation(
          'The update expression attempted to update the secondary index key to unsupported type',
        );
      }
    }
  }
}

/** The parameters from before there were expressions. */
export function refuseLegacy(input: object, names: readonly string[]): void {
  const used = Object.entries(input).find(
    ([name, value]) => names.includes(name) && value !== undefined,
  );
  if (used !== undefined) throw notSimulated(`The legacy parameter ${used[0]}`);
}
