// Systems Manager: Parameter Store.
import type * as sdk from '@aws-sdk/client-ssm';
import { defineService } from '../../host/service.ts';
import { getOperations } from './get.ts';
import { putOperations } from './put.ts';
import { createStore } from './store.ts';

export const ssm = defineService<typeof sdk, undefined>({
  id: 'ssm',
  load: () => import('@aws-sdk/client-ssm'),
  create(host) {
    const store = createStore(host);
    return {
      operations: { ...getOperations(store), ...putOperations(host, store) },
      peer: undefined,
    };
  },
});
