// EventBridge Scheduler.
import type * as sdk from '@aws-sdk/client-scheduler';
import { defineService } from '../../host/service.ts';
import { groupOperations } from './groups.ts';
import { createInvoke } from './invoke.ts';
import { scheduleOperations } from './schedules.ts';
import { createStore } from './store.ts';

export const scheduler = defineService<typeof sdk, undefined>({
  id: 'scheduler',
  load: () => import('@aws-sdk/client-scheduler'),
  create(host) {
    const store = createStore(host);
    return {
      operations: {
        ...groupOperations(store),
        ...scheduleOperations(host, store, createInvoke(host)),
      },
      peer: undefined,
    };
  },
});
