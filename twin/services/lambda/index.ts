// AWS Lambda: functions whose deployed bundles run unmodified, in virtual time.
import type * as sdk from '@aws-sdk/client-lambda';
import type { LambdaPeer } from '../../host/peers.ts';
import { defineService } from '../../host/service.ts';
import { createAssets } from './assets.ts';
import { createEventQueue } from './asynchronous.ts';
import { configurationOperations } from './configuration.ts';
import { eventInvokeOperations } from './event-invoke.ts';
import { eventSourceOperations } from './event-sources.ts';
import { createFunctionStore } from './function.ts';
import { invokeOperations } from './invoke.ts';
import { createNetwork } from './network.ts';
import { permissionOperations, policyDocument } from './permissions.ts';
import { createRunner } from './run.ts';
import { requestUrl, urlOperations } from './urls.ts';
import { versionOperations } from './versions.ts';

export const lambda = defineService<typeof sdk, LambdaPeer>({
  id: 'lambda',
  load: () => import('@aws-sdk/client-lambda'),
  create(host) {
    const store = createFunctionStore((name) => host.arn('lambda', `function:${name}`));
    const assets = createAssets(host);
    const runner = createRunner({
      host,
      store,
      network: createNetwork(host),
      writeLog: (fn, stream, message) =>
        host.peer('logs').write({
          group: `/aws/lambda/${fn.configuration.FunctionName}`,
          stream,
          message,
        }),
    });
    const queue = createEventQueue({ host, runner });
    return {
      peer: {
        putAsset: assets.put,
        requestUrl: (request) => requestUrl({ host, store, runner }, request),
        policyOf: (reference) => policyDocument(store.find(reference)),
      },
      operations: {
        ...configurationOperations({ host, store, assets }),
        ...invokeOperations({ store, runner, queue }),
        ...permissionOperations(store),
        ...versionOperations(store),
        ...eventInvokeOperations(host, store),
        ...eventSourceOperations({ host, store, runner }),
        ...urlOperations(host, store),
      },
    };
  },
});
