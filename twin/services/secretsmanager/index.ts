// Secrets Manager.
import type * as sdk from '@aws-sdk/client-secrets-manager';
import { defineService } from '../../host/service.ts';
import { secretOperations } from './secrets.ts';
import { createStore } from './store.ts';
import { createAddVersion, valueOperations } from './values.ts';

export const secretsmanager = defineService<typeof sdk, undefined>({
  id: 'secretsmanager',
  load: () => import('@aws-sdk/client-secrets-manager'),
  create(host) {
    const store = createStore(host);
    const addVersion = createAddVersion(host);
    return {
      operations: {
        ...secretOperations(host, store, addVersion),
        ...valueOperations(store, addVersion),
      },
      peer: undefined,
    };
  },
});
