// What the page shows: a read model of services, releases and their history, whoever keeps it.
import type { Metric } from '../core/analysis/threshold.ts';
import type { Instant } from '../core/contract/instant.ts';
import type { DoraReport } from '../core/dora/dora.ts';
import type { NoticeFacts } from '../core/notice/notice.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { ReleaseEvent } from '../core/release/event.ts';
import type { Hold, ReleaseRecord, ReleaseStatus } from '../core/release/record.ts';
import type { MachineGraph } from './machine-graph.ts';

export interface ReleaseBoard {
  overview(): Promise<Overview>;
  service(name: string): Promise<ServicePage | undefined>;
  release(releaseId: string): Promise<ReleaseView | undefined>;
  history(): Promise<HistoryView>;
}

export interface Overview {
  /** The world's own clock: on a twin, time is virtual. */
  readonly now: Instant;
  readonly freezes: readonly Freeze[];
  readonly services: readonly ServiceView[];
}

/** `*` stands for every service, or every environment. */
export interface Freeze {
  readonly service: string;
  readonly environment: string;
  readonly reason: string;
  readonly by: string;
  readonly since: Instant | null;
}

export interface ServiceView {
  readonly name: string;
  readonly environments: readonly EnvironmentView[];
  readonly moving: ReleaseSummary | null;
  readonly waiting: ReleaseSummary | null;
  /** The newest of all, whatever became of it. */
  readonly latest: ReleaseSummary | null;
  /** Why it could not be read; empty when it could. */
  readonly problem: string;
}

export interface EnvironmentView {
  readonly name: string;
  readonly stable: { readonly version: string; readonly digest: string } | null;
  /** The candidate's share as the load balancer has it; null where it could not be read. */
  readonly candidatePercent: number | null;
  readonly health: Health;
  readonly freeze: Freeze | null;
}

export interface Health {
  readonly state: 'healthy' | 'degraded' | 'alarm' | 'unknown';
  readonly reason: string;
  readonly runningCount: number | null;
  readonly desiredCount: number | null;
}

export interface ReleaseSummary {
  readonly releaseId: string;
  readonly service: string;
  readonly version: string;
  readonly digest: string | null;
  readonly status: ReleaseStatus;
  /** Empty before the first. */
  readonly environment: string;
  readonly phase: number | null;
  readonly weightPercent: number | null;
  readonly planHash: string | null;
  readonly sequence: number;
  readonly hold: Hold | null;
  readonly waitingFor: string | null;
  /** Why it ended, or goes back; empty where there is nothing to say. */
  readonly reason: string;
  readonly receivedAt: Instant;
  readonly updatedAt: Instant;
}

export interface ServicePage {
  readonly now: Instant;
  readonly service: ServiceView;
  /** Newest first. */
  readonly releases: readonly ReleaseSummary[];
  readonly dora: DoraReport;
}

export interface ReleaseView {
  readonly now: Instant;
  readonly record: ReleaseRecord;
  readonly plan: Plan | null;
  readonly events: readonly ReleaseEvent[];
  readonly notices: readonly NoticeView[];
  readonly metrics: MetricsView | null;
  readonly machines: readonly MachineView[];
}

export interface NoticeView extends NoticeFacts {
  readonly id: string;
  readonly topics: readonly string[];
  readonly sent: boolean;
}

export interface MetricsView {
  readonly environment: string;
  readonly series: readonly MetricSeries[];
}

export interface MetricSeries {
  readonly metric: Metric | 'requests';
  readonly unit: string;
  /** Above it is a breach; null where nothing is judged. */
  readonly max: number | null;
  /** Oldest first. */
  readonly points: readonly { readonly at: Instant; readonly value: number }[];
}

export interface MachineView {
  readonly name: string;
  readonly executionArn: string;
  readonly status: string;
  readonly graph: MachineGraph;
  /** How often each state was entered, and which one runs. */
  readonly visits: Readonly<Record<string, number>>;
  readonly current: string | null;
}

export interface HistoryView {
  readonly now: Instant;
  /** Newest first. */
  readonly releases: readonly ReleaseSummary[];
  readonly dora: DoraReport;
}
