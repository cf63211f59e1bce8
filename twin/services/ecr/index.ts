// ECR: repositories of images, their tags, events, scans and lifecycle.
import type * as Sdk from '@aws-sdk/client-ecr';
import type { EcrPeer } from '../../host/peers.ts';
import { defineService } from '../../host/service.ts';
import { imageOperations } from './images.ts';
import { layerOperations } from './layers.ts';
import { lifecycleOperations } from './lifecycle.ts';
import { createPeer } from './peer.ts';
import { repositoryOperations } from './repositories.ts';
import { scanOperations } from './scans.ts';
import { signingOperations } from './signing.ts';
import type { EcrState } from './state.ts';

export const ecr = defineService<typeof Sdk, EcrPeer>({
  id: 'ecr',
  load: () => import('@aws-sdk/client-ecr'),
  create(host) {
    const state: EcrState = {
      repositories: new Map(),
      tags: new Map(),
      signingRules: undefined,
    };
    return {
      operations: {
        ...repositoryOperations(host, state),
        ...imageOperations(host, state),
        ...layerOperations(host, state),
        ...lifecycleOperations(host, state),
        ...scanOperations(host, state),
        ...signingOperations(host, state),
      },
      peer: createPeer(host, state),
    };
  },
});
