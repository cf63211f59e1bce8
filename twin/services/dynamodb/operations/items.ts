// GetItem, PutItem, UpdateItem and DeleteItem.
import type { PutItemOutput, ReturnValue } from '@aws-sdk/client-dynamodb';
import { validation } from '../errors.ts';
import { bind } from '../expressions/bindings.ts';
import { project } from '../expressions/paths.ts';
import { parseProjection } from '../expressions/projection.ts';
import { readConsumption, readUnits, reported, writeConsumption } from '../items/capacity.ts';
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
  function write(prepared: Write): Written & Required<Pick<Report, 'consumption'>> {
    const written = evaluate(prepared);
    store(prepared, written);
    const consumption = writeConsumption(prepared.table, written.before, written.after);
    meter('write', [consumption]);
    return { ...written, consumption };
  }

  return {
    GetItem(input) {
      refuseLegacy(input, ['AttributesToGet']);
      const table = tables.forItems(input.TableName);
      const { ProjectionExpression } = input;
      const bindings = bind(input, { ProjectionExpression });
      const paths =
        ProjectionExpression === undefined
          ? undefined
          : parseProjection(ProjectionExpression, bindings);
      bindings.checkAllUsed();
      const item = itemAt(table, acceptKey(table, input.Key ?? {}).position);
      const units = readUnits(
        item === undefined ? 0 : itemSize(item),
        input.ConsistentRead ?? false,
      );
      const consumption = readConsumption(table, units, undefined);
      meter('read', [consumption]);
      return {
        Item: item === undefined || paths === undefined ? item : project(item, paths),
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

interface Report {
  readonly consumption: ReturnType<typeof writeConsumption>;
}

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
