// DynamoDB: tables, indexes, expressions, transactions, time to live.
import { defineService } from '../../host/service.ts';
import { createMeter } from './items/meter.ts';
import { batchOperations } from './operations/batches.ts';
import { itemOperations } from './operations/items.ts';
import { queryOperations } from './operations/query.ts';
import { settingOperations } from './operations/settings.ts';
import { tableOperations } from './operations/tables.ts';
import { transactionOperations } from './operations/transactions.ts';
import type { Sdk } from './sdk.ts';
import { createTableStore } from './tables/store.ts';

export const dynamodb = defineService<Sdk, Record<string, never>>({
  id: 'dynamodb',
  load: () => import('@aws-sdk/client-dynamodb'),
  create(host) {
    const tables = createTableStore(host);
    const meter = createMeter(host);
    return {
      peer: {},
      operations: {
        ...tableOperations(host, tables),
        ...settingOperations(host, tables),
        ...itemOperations(tables, meter),
        ...queryOperations(host, tables, meter),
        ...batchOperations(tables, meter),
        ...transactionOperations(host, tables, meter),
      },
    };
  },
});
