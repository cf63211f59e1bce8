// Neighbours that a twin may lack: they have nothing, and nobody listens to what they are told.
import { wellBehaved } from '../users/behaviour.ts';
import type { Peers } from './peers.ts';

type Optional = 'ecs' | 'elasticloadbalancing' | 'events' | 'logs' | 'monitoring';

const nothing = () => undefined;
const none = () => [];

/** The others cannot be done without: who asks them needs an answer. */
export const ABSENT_PEERS: Partial<Peers> & Pick<Peers, Optional> = {
  events: { emit: nothing },
  monitoring: {
    publish: nothing,
    watch: nothing,
    readLine: nothing,
    meter: () => ({ add: nothing }),
  },
  logs: { write: nothing },
  ecs: {
    tasks: none,
    taskAt: nothing,
    conduct: nothing,
    setLoad: nothing,
    setBehaviours: nothing,
    behaviours: () => () => wellBehaved,
    setCapacity: nothing,
    crash: () => 0,
  },
  elasticloadbalancing: {
    route: none,
    decide: () => ({ kind: 'forward', shares: [] }),
    healthyTargets: none,
    http: nothing,
    letsIn: () => true,
    listeners: none,
    measure: nothing,
    beforeChange: nothing,
    accountNow: nothing,
    register: nothing,
    deregister: nothing,
    targetGroup: nothing,
    targetState: () => ({ state: 'unused', reason: undefined }),
    onTargetState: nothing,
    tagsOf: () => ({}),
  },
};
