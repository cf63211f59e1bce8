// S3: buckets, and objects in one version.
import type * as sdk from '@aws-sdk/client-s3';
import { defineService } from '../../host/service.ts';
import { bucketOperations } from './buckets.ts';
import { listOperations } from './list.ts';
import { objectOperations } from './objects.ts';
import { createStore } from './store.ts';
import { uploadOperations } from './uploads.ts';

export const s3 = defineService<typeof sdk, undefined>({
  id: 's3',
  load: () => import('@aws-sdk/client-s3'),
  create(host) {
    const store = createStore();
    return {
      operations: {
        ...bucketOperations(host, store),
        ...objectOperations(host, store),
        ...listOperations(store),
        ...uploadOperations(host, store),
      },
      peer: undefined,
    };
  },
});
