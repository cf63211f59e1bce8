// CloudWatch Logs: groups, streams and events.
import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { LogsPeer } from '../../host/peers.ts';
import { defineService } from '../../host/service.ts';
import { eventOperations } from './events.ts';
import { groupOperations } from './groups.ts';
import { createStore } from './store.ts';

export const logs = defineService<typeof sdk, LogsPeer>({
  id: 'logs',
  load: () => import('@aws-sdk/client-cloudwatch-logs'),
  create(host) {
    const store = createStore(host);
    return {
      operations: { ...groupOperations(store), ...eventOperations(host, store) },
      peer: {
        // Services make the groups and streams that they write to.
        write({ group: groupName, stream: streamName, message }) {
          const group = store.groups.get(groupName) ?? store.addGroup(groupName);
          const stream = group.streams.get(streamName) ?? store.addStream(group, streamName);
          store.append(group, stream, [{ timestamp: host.clock.now(), message }]);
        },
      },
    };
  },
});
