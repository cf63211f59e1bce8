// GetItem, PutItem, UpdateItem and DeleteItem.
import type { PutItemOutput, ReturnValue } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../host/aws-error.ts';
import { validation } from '../errors.ts';
import { project } from '../expressions/paths.ts';
import { viewOf } from '../expressions/projection.ts';
import {
  type Consumption,
  readConsumption,
  readUnits,
  reported,
  writeConsumption,
} from '../items/capacity.ts';
import type { Meter } from '../items/meter.ts';
import {
  evaluate,
  prepareDelete,
  preparePut,
  prepareUpdate,
  refuseLegacy,
  store,
  type Write,
  type Written,
} from '../items/write.ts';
import type { Handlers, Item } from '../sdk.ts';
import { acceptKey } from '../tables/keys.ts';
import type { TableStore } from '../tables/store.ts';
import { itemAt } from '../tables/table.ts';
import { itemSize } from '../values/size.ts';

export const itemOperations = (tables: TableStore, meter: Meter): Handlers => {
  function write(prepared: Write): Written & { readonly consumption: Consumption } {
    const written = judged(prepared);
    store(prepared, written);
    const consumption = writeConsumption(prepared.table, written.before, written.after);
    meter('write', [consumption]);
    return { ...written, consumption };
  }

  /** A write whose condition fails is billed as if it had been made. */
  function judged(prepared: Write): Written {
    try {
      return evaluate(prepared);
    } catch (error) {
      const { table, position } = prepared;
      if (error instanceof AwsError && error.name === 'ConditionalCheckFailedException') {
        meter('write', [writeConsumption(table, itemAt(table, position), undefined)]);
      }
      throw error;
    }
  }

  return {
    GetItem(input) {
      refuseLegacy(input, ['AttributesToGet']);
      const table = tables.forItems(input.TableName);
      const view = viewOf(input);
      const item = itemAt(table, acceptKey(table, input.Key ?? {}).position);
      const units = readUnits(
        item === undefined ? 0 : itemSize(item),
        input.ConsistentRead ?? false,
      );
      const consumption = readConsumption(table, units, undefined);
      meter('read', [consumption]);
      return {
        Item: item === undefined ? undefined : view(item),
        ConsumedCapacity: reported(consumption, table, input.ReturnConsumedCapacity),
      };
    },
    PutItem(input) {
      checkReturnValues(input.ReturnValues);
      const prepared = preparePut(tables.forItems(input.TableName), input);
      const { before, consumption } = write(prepared);
      return {
        Attributes: input.ReturnValues === 'ALL_OLD' ? before : undefined,
        ConsumedCapacity: reported(consumption, prepared.table, input.ReturnConsumedCapacity),
      };
    },
    DeleteItem(input) {
      checkReturnValues(input.ReturnValues);
      const prepared = prepareDelete(tables.forItems(input.TableName), input);
      const { before, consumption } = write(prepared);
      return {
        Attributes: input.ReturnValues === 'ALL_OLD' ? before : undefined,
        ConsumedCapacity: reported(consumption, prepared.table, input.ReturnConsumedCapacity),
      };
    },
    UpdateItem(input) {
      const prepared = prepareUpdate(tables.forItems(input.TableName), input);
      const { before, after, consumption } = write(prepared);
      return {
        Attributes: returned(input.ReturnValues, prepared, { before, after }),
        ConsumedCapacity: reported(consumption, prepared.table, input.ReturnConsumedCapacity),
      };
    },
  };
};

/** Puts and deletes can only give back the whole old item. */
function checkReturnValues(asked: ReturnValue | undefined): void {
  if (asked === undefined || asked === 'NONE' || asked === 'ALL_OLD') return;
  throw validation('ReturnValues can only be ALL_OLD or NONE');
}

function returned(
  asked: ReturnValue | undefined,
  { update }: Write,
  { before, after }: Written,
): PutItemOutput['Attributes'] {
  const part = (item: Item | undefined) => {
    const chosen = item === undefined ? {} : project(item, update?.paths ?? []);
    return Object.keys(chosen).length === 0 ? undefined : chosen;
  };
  switch (asked) {
    case 'ALL_OLD':
      return before;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_OLD':
      return part(before);
    case 'UPDATED_NEW':
      return part(after);
    default:
      return undefined;
  }
}
