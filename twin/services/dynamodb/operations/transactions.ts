// TransactWriteItems and TransactGetItems: all or nothing.
import type {
  CancellationReason,
  TransactWriteItem,
  TransactWriteItemsInput,
} from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../host/aws-error.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { validation } from '../errors.ts';
import { viewOf } from '../expressions/projection.ts';
import {
  type Consumption,
  readConsumption,
  readUnits,
  reportedByTable,
  sumConsumptions,
  writeConsumption,
} from '../items/capacity.ts';
import type { Meter } from '../items/meter.ts';
import {
  evaluate,
  prepareCheck,
  prepareDelete,
  preparePut,
  prepareUpdate,
  store,
  type Write,
  type Written,
} from '../items/write.ts';
import type { Handlers } from '../sdk.ts';
import { acceptKey } from '../tables/keys.ts';
import type { TableStore } from '../tables/store.ts';
import { itemAt, tieOf } from '../tables/table.ts';
import { itemSize } from '../values/size.ts';

const ITEMS_MAX = 100;
const TOKEN_KEPT_MS = 10 * 60 * 1_000;
const BYTES_MAX = 4 * 1_024 * 1_024;
/** Transactions prepare and commit: each unit counts twice. */
const TRANSACTION_FACTOR = 2;

export const transactionOperations = (
  host: ServiceHost,
  tables: TableStore,
  meter: Meter,
): Handlers => {
  const tokens = new Map<string, { readonly request: string; readonly at: number }>();

  /** True where this very request was carried out before. */
  function isRepeat({
    ClientRequestToken: token,
    TransactItems,
  }: TransactWriteItemsInput): boolean {
    if (token === undefined) return false;
    const now = host.clock.now();
    for (const [known, { at }] of tokens) {
      if (at >= now - TOKEN_KEPT_MS) break;
      tokens.delete(known);
    }
    const known = tokens.get(token);
    if (known === undefined) return false;
    if (known.request === requestText(TransactItems)) return true;
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'The request uses the same client token as a previous, but non-identical request.',
    );
  }

  return {
    TransactWriteItems(input) {
      if (isRepeat(input)) return {};
      const items = input.TransactItems ?? [];
      checkCount(items.length);
      const writes = items.map((item) => prepare(tables, item));
      checkDistinct(writes);
      const results = evaluateAll(writes);
      writes.forEach((write, index) => {
        const written = results[index];
        if (written !== undefined) store(write, written);
      });
      if (input.ClientRequestToken !== undefined) {
        const request = requestText(input.TransactItems);
        tokens.set(input.ClientRequestToken, { request, at: host.clock.now() });
      }
      const parts = writes.map(({ table }, index) =>
        writeConsumption(table, results[index]?.before, results[index]?.after, TRANSACTION_FACTOR),
      );
      meter('write', sumConsumptions(parts));
      return {
        ConsumedCapacity: reportedByTable(parts, tables.forItems, input.ReturnConsumedCapacity),
      };
    },
    TransactGetItems(input) {
      const gets = input.TransactItems ?? [];
      checkCount(gets.length);
      const parts: Consumption[] = [];
      const responses = gets.map(({ Get: get }) => {
        const table = tables.forItems(get?.TableName);
        const view = viewOf(get ?? {});
        const item = itemAt(table, acceptKey(table, get?.Key ?? {}).position);
        const units = readUnits(item === undefined ? 0 : itemSize(item), true);
        parts.push(readConsumption(table, units * TRANSACTION_FACTOR, undefined));
        return item === undefined ? {} : { Item: view(item) };
      });
      meter('read', sumConsumptions(parts));
      return {
        Responses: responses,
        ConsumedCapacity: reportedByTable(parts, tables.forItems, input.ReturnConsumedCapacity),
      };
    },
  };
};

function prepare(tables: TableStore, item: TransactWriteItem): Write {
  const given = [item.ConditionCheck, item.Put, item.Update, item.Delete];
  if (given.filter((each) => each !== undefined).length !== 1) {
    throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  if (item.Put !== undefined) return preparePut(tables.forItems(item.Put.TableName), item.Put);
  if (item.Update !== undefined) {
    return prepareUpdate(tables.forItems(item.Update.TableName), item.Update);
  }
  if (item.Delete !== undefined) {
    return prepareDelete(tables.forItems(item.Delete.TableName), item.Delete);
  }
  const check = item.ConditionCheck;
  if (check === undefined) throw validation('TransactItems must not be empty');
  return prepareCheck(tables.forItems(check.TableName), check);
}

/** Judges all writes against the state before the transaction; one failure cancels everything. */
function evaluateAll(writes: readonly Write[]): Written[] {
  const results: Written[] = [];
  const reasons = writes.map((write): CancellationReason => {
    try {
      results.push(evaluate(write));
      return { Code: 'None' };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return reasonOf(error);
    }
  });
  if (results.length === writes.length) {
    checkSize(results);
    return results;
  }
  const codes = reasons.map(({ Code }) => Code).join(', ');
  throw new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { fields: { CancellationReasons: reasons } },
  );
}

function reasonOf({ name, message, fields }: AwsError): CancellationReason {
  if (name !== 'ConditionalCheckFailedException')
    return { Code: 'ValidationError', Message: message };
  return { Code: 'ConditionalCheckFailed', Message: message, ...fields };
}

function checkCount(count: number): void {
  if (count >= 1 && count <= ITEMS_MAX) return;
  throw validation(
    `1 validation error detected: Value '[...]' at 'transactItems' failed to satisfy constraint: ` +
      `Member must have length ${count < 1 ? 'greater than or equal to 1' : `less than or equal to ${ITEMS_MAX}`}`,
  );
}

function checkDistinct(writes: readonly Write[]): void {
  const keys = writes.map(({ table, position }) => `${table.name} ${tieOf(position)}`);
  if (new Set(keys).size === keys.length) return;
  throw validation('Transaction request cannot include multiple operations on one item');
}

function checkSize(results: readonly Written[]): void {
  const bytes = results.reduce(
    (total, { after }) => total + (after === undefined ? 0 : itemSize(after)),
    0,
  );
  if (bytes > BYTES_MAX) {
    throw validation('Transaction items size has exceeded the maximum allowed size of 4 MB');
  }
}

/** Two requests are the same when this is. Binary values are bytes, which JSON writes as an object. */
const requestText = (items: TransactWriteItem[] | undefined): string => JSON.stringify(items ?? []);
