// A world for the page to look at: every state that a service and a release can be in, and who decided what.
import { readFileSync } from 'node:fs';
import type {
  EnvironmentView,
  HistoryView,
  MachineView,
  MetricSeries,
  NoticeView,
  ReleaseBoard,
  ReleaseView,
  ServiceView,
} from '../../console/board.ts';
import { readMachine } from '../../console/machine-graph.ts';
import type { Answer, Operator } from '../../console/operator.ts';
import { toSummary } from '../../console/to-summary.ts';
import type { TwinAction, TwinControls, TwinSpeed } from '../../console/twin-controls.ts';
import type { Decision } from '../../core/contract/decision.ts';
import { dora } from '../../core/dora/dora.ts';
import { renderNotice } from '../../core/notice/render-notice.ts';
import { replay } from '../../core/release/apply-event.ts';
import { isTerminal } from '../../core/release/transitions.ts';
import { crowd, tellAll } from './fake-releases.ts';
import { digestOf, minute, now, type Told } from './stories.ts';

export interface FakeWorld {
  readonly board: ReleaseBoard;
  readonly operator: Operator;
  readonly twin: TwinControls;
  readonly decisions: Decision[];
  readonly twinActions: TwinAction[];
  /** What the backend will say to the next decision. */
  answer: Answer;
  /** The releases as they are; a test may let one move on. */
  releases: readonly Told[];
}

export function createFakeWorld(
  options: { readonly services?: 'every-state' | 'none' | 'sixty' } = {},
) {
  const which = options.services ?? 'every-state';
  const world: FakeWorld = {
    releases: which === 'none' ? [] : which === 'sixty' ? crowd(60) : tellAll(),
    decisions: [],
    twinActions: [],
    answer: { kind: 'done', message: 'Done.' },
    board: createBoard(() => world.releases),
    operator: {
      async decide(decision) {
        world.decisions.push(decision);
        return world.answer;
      },
    },
    twin: createTwin((action) => void world.twinActions.push(action)),
  };
  return world;
}

function createBoard(releases: () => readonly Told[]): ReleaseBoard {
  const summaries = () =>
    releases()
      .map(({ record }) => toSummary(record))
      .sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
  const report = (told: readonly Told[]) =>
    dora(
      told.map(({ events }) => events),
      { from: minute(-30 * 1440), to: minute(1) },
    );
  const services = () => [...new Set(releases().map(({ record }) => record.service))].sort();
  const service = (name: string) => toService(name, releases());
  return {
    overview: async () => ({
      now,
      freezes: services().includes('payment-service') ? [freeze] : [],
      services: services().map(service),
    }),
    async service(name) {
      if (!services().includes(name)) return undefined;
      const own = releases().filter(({ record }) => record.service === name);
      return {
        now,
        service: service(name),
        releases: summaries().filter((each) => each.service === name),
        dora: report(own),
      };
    },
    async release(releaseId) {
      const told = releases().find(({ record }) => record.releaseId === releaseId);
      return told === undefined ? undefined : toView(told);
    },
    history: async (): Promise<HistoryView> => ({
      now,
      releases: summaries(),
      dora: report(releases()),
    }),
  };
}

const freeze = {
  service: 'payment-service',
  environment: 'production',
  reason: 'Year-end closing: no changes until Monday',
  by: 'arn:aws:sts::123456789012:assumed-role/operator/kim',
  since: minute(-600),
};

function toService(name: string, all: readonly Told[]): ServiceView {
  const own = all
    .filter(({ record }) => record.service === name)
    .sort((a, b) => (a.record.receivedAt < b.record.receivedAt ? 1 : -1));
  const latest = own[0];
  const moving = own.find(({ record }) => !isTerminal(record.status) && record.status !== 'QUEUED');
  const waiting = own.find(({ record }) => record.status === 'QUEUED');
  const place = (environment: string): EnvironmentView => ({
    name: environment,
    stable: name === 'search-service' ? null : { version: 'v1.2.9', digest: digestOf('v1.2.9') },
    candidatePercent: moving?.record.weights[environment] ?? 0,
    health: healthOf(name, environment),
    freeze: name === freeze.service && environment === 'production' ? freeze : null,
  });
  return {
    name,
    environments: [place('staging'), place('production')],
    moving: moving === undefined ? null : toSummary(moving.record),
    waiting: waiting === undefined ? null : toSummary(waiting.record),
    latest: latest === undefined ? null : toSummary(latest.record),
    problem: '',
  };
}

function healthOf(service: string, environment: string): EnvironmentView['health'] {
  if (service === 'catalog-service' && environment === 'production') {
    const reason = 'spillway/catalog-service/production/b/error-rate is in ALARM';
    return { state: 'alarm', reason, runningCount: 6, desiredCount: 6 };
  }
  if (service === 'search-service') {
    return {
      state: 'unknown',
      reason: 'CloudWatch did not answer',
      runningCount: null,
      desiredCount: null,
    };
  }
  return { state: 'healthy', reason: '', runningCount: 6, desiredCount: 6 };
}

function toView({ record, plan, events }: Told): ReleaseView {
  return {
    now,
    record,
    plan,
    events,
    notices: noticesOf(events),
    metrics: 'environment' in record ? { environment: 'production', series: series(record) } : null,
    machines: machinesOf(record),
  };
}

function noticesOf(events: Told['events']): readonly NoticeView[] {
  const verdict = events.findLast((event) => event.type === 'bake.judged')?.verdict ?? null;
  return events.flatMap((event, index) => {
    const record = replay(events.slice(0, index + 1));
    const serving = [{ version: 'v1.2.9', weightPercent: 100 }];
    const notice = record && renderNotice(event, { record, serving, verdict });
    if (notice === undefined) return [];
    return [{ ...notice.json, id: notice.id, topics: notice.topics, sent: true }];
  });
}

/** A slow wave, and a climb at the end where there was a breach. */
function series(record: Told['record']): readonly MetricSeries[] {
  const bad = record.status === 'ROLLED_BACK' || record.status === 'ROLLING_BACK';
  const points = (base: number, swing: number, climb: number) =>
    Array.from({ length: 30 }, (_, index) => ({
      at: minute(index - 31),
      value: base + swing * Math.sin(index * 1.7) + (bad && index > 24 ? climb * (index - 24) : 0),
    }));
  return [
    { metric: 'error-rate', unit: 'percent', max: 5, points: points(0.4, 0.2, 2.4) },
    { metric: 'latency-p95', unit: 'milliseconds', max: 1000, points: points(220, 30, 90) },
    { metric: 'cpu', unit: 'percent', max: 90, points: points(42, 5, 4) },
    { metric: 'memory', unit: 'percent', max: 90, points: points(55, 0.5, 0) },
    { metric: 'failed-health-checks', unit: 'consecutive', max: 3, points: points(0, 0, 0) },
    { metric: 'requests', unit: 'requests', max: null, points: points(1200, 0, 0) },
  ];
}

/** The machines of a release in production; each as far as its first states. */
function machinesOf({ status }: Told['record']): readonly MachineView[] {
  const machine = (name: string, reached: number, isRunning = false): MachineView => {
    const graph = readMachine(readFileSync(`statemachines/${name}.asl.json`, 'utf8'));
    const visited = graph.states.slice(0, reached).map((state) => state.name);
    const runs = isRunning && !isTerminal(status);
    return {
      name: `spillway-${name}`,
      executionArn: `arn:aws:states:eu-central-1:123456789012:execution:${name}:${isRunning}`,
      status: runs ? 'RUNNING' : 'SUCCEEDED',
      graph,
      visits: Object.fromEntries(visited.map((state, index) => [state, 1 + (index % 3)])),
      current: runs ? (visited.at(-1) ?? null) : null,
    };
  };
  return [
    machine('release', 7, true),
    machine('visit-environment', 9),
    machine('deploy-codedeploy', 99),
    machine('visit-environment', 4, true),
    machine('deploy-codedeploy', 10, true),
    machine('walk-phases', 6, true),
  ];
}

function createTwin(note: (action: TwinAction) => void): TwinControls {
  let speed: TwinSpeed = 60;
  let broken = 0;
  return {
    state: async () => ({
      now,
      speed,
      broken,
      services: ['auth-service', 'order-service', 'product-service', 'user-service'],
      behaviours: [
        { name: 'good', summary: 'behaves well' },
        { name: 'bad-errors', summary: '8 % of its answers are errors' },
        { name: 'slow', summary: 'p95 of 1.6 s' },
        { name: 'leak', summary: 'memory grows until it is full' },
      ],
      faults: [
        { name: 'throttle-codedeploy', summary: 'CodeDeploy refuses every second call' },
        { name: 'lose-events', summary: 'the next alarm event is lost' },
      ],
    }),
    async act(action) {
      note(action);
      if (action.kind === 'speed') speed = action.speed;
      const message = action.kind === 'push' ? `Pushed ${action.tag}.` : 'Done.';
      if (action.kind === 'fault') broken += 1;
      if (action.kind === 'mend') broken = 0;
      return { kind: 'done', message };
    },
  };
}
