// What the parts of the service share.

import type { BehaviourLookup } from '../../host/peers.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { Purpose } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import { wellBehaved } from '../../users/behaviour.ts';
import { createEcsState, type EcsState, type Service } from './state.ts';

export type Sdk = typeof import('@aws-sdk/client-ecs');

export interface Ecs {
  readonly host: ServiceHost;
  readonly state: EcsState;
  /** How long tasks take to start. */
  readonly starts: Random;
  behaviours: BehaviourLookup;
  /** Has the scheduler look at a service soon, or at a given time. */
  wake: (service: Service, atMs?: number, purpose?: Purpose) => void;
}

export const createEcs = (host: ServiceHost): Ecs => ({
  host,
  state: createEcsState(),
  starts: host.random.fork('starts'),
  behaviours: () => wellBehaved,
  wake: () => {},
});
