// Everything that the board reads from, opened once with the operator's own credentials.
import { type Archive, openArchive } from '../../aws/archive.ts';
import { type Deployments, openDeployments } from '../../aws/deployments.ts';
import { type Environments, openEnvironments } from '../../aws/environments.ts';
import { type Freezes, openFreezes } from '../../aws/freezes.ts';
import { type Ledger, openLedger } from '../../aws/ledger.ts';
import { type LoadBalancer, openLoadBalancer } from '../../aws/load-balancer.ts';
import { type Metrics, openMetrics } from '../../aws/metrics.ts';
import { openPlans, type Plans } from '../../aws/plans.ts';
import { type RaisedAlarm, readRaisedAlarms } from '../../aws/raised-alarms.ts';
import { openRegistry, type Registry } from '../../aws/registry.ts';
import { openServices, type Services } from '../../aws/services.ts';
import { openTable } from '../../aws/table.ts';
import { openTrails, type Trails } from '../../aws/trails.ts';
import { createMemory, type Memory } from './remember.ts';

export interface BoardOptions {
  readonly tableName: string;
  readonly registryPrefix: string;
  /** The world's clock, which on a twin is virtual. */
  readonly nowMs: () => Promise<number> | number;
  /** For how long an answer of the load balancer, ECS or CloudWatch may be shown again. */
  readonly staleMs?: number;
}

export interface Sources {
  readonly archive: Archive;
  readonly deployments: Deployments;
  readonly environments: Environments;
  readonly freezes: Freezes;
  readonly ledger: Ledger;
  readonly loadBalancer: LoadBalancer;
  readonly metrics: Metrics;
  readonly plans: Plans;
  readonly registry: Registry;
  readonly services: Services;
  readonly trails: Trails;
  readonly memory: Memory;
  readonly staleMs: number;
  readonly now: () => Promise<string>;
  readonly raisedAlarms: () => Promise<readonly RaisedAlarm[]>;
}

/** Longer than a page looks again, shorter than a bake is. */
const STALE_MS = 10_000;

export function openSources(options: BoardOptions): Sources {
  const table = openTable(options.tableName);
  const memory = createMemory(() => performance.now());
  const staleMs = options.staleMs ?? STALE_MS;
  return {
    memory,
    staleMs,
    archive: openArchive(table),
    deployments: openDeployments(),
    environments: openEnvironments(table),
    freezes: openFreezes(table),
    ledger: openLedger(table),
    loadBalancer: openLoadBalancer(),
    metrics: openMetrics(),
    plans: openPlans(table),
    registry: openRegistry(options.registryPrefix),
    services: openServices(),
    trails: openTrails(),
    now: async () => new Date(await options.nowMs()).toISOString(),
    raisedAlarms: () => memory.recall('alarms', staleMs, () => readRaisedAlarms()),
  };
}

/** What the stack wrote changes only when the stack does. */
export const REGISTRY_MS = 60_000;
/** What has ended never changes. */
export const FOR_EVER_MS = Number.POSITIVE_INFINITY;
