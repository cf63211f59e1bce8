// When alarms are evaluated: one recurring event for all alarms of a region, and none without alarms.
import type { ServiceHost } from '../../../host/service.ts';
import type { Scheduled } from '../../../kernel/clock.ts';
import type { Arrivals } from '../data/arrivals.ts';
import type { MetricId, MetricStore } from '../data/metric-store.ts';
import { metricsIn } from '../data/queries.ts';
import { cadenceSeconds, describeOutcome, evaluateAlarm } from './evaluation.ts';
import type { Alarm, MetricAlarm } from './model.ts';
import type { Transitions } from './transitions.ts';

export interface Ticker {
  /** To be called whenever alarms came or went. */
  alarmsChanged(): void;
}

interface TickerParts {
  readonly host: ServiceHost;
  readonly alarms: ReadonlyMap<string, Alarm>;
  readonly store: MetricStore;
  readonly arrivals: Arrivals;
  readonly transitions: Transitions;
}

const MINUTE_MS = 60_000;
const SHORT_MS = 10_000;

export function createTicker({ host, alarms, store, arrivals, transitions }: TickerParts): Ticker {
  // On AWS each alarm has its own second of the minute; here the alarms of a region share one.
  const phaseMs = host.random.fork('alarm evaluation').below(MINUTE_MS);
  let scheduled: Scheduled | undefined;
  let watched: readonly MetricId[] = [];

  const metricAlarms = (): MetricAlarm[] =>
    [...alarms.values()].filter((alarm) => alarm.kind === 'metric');

  function schedule(): void {
    scheduled?.cancel();
    scheduled = undefined;
    const cadences = metricAlarms().map(({ plan }) => cadenceSeconds(plan.periodSeconds) * 1_000);
    if (cadences.length === 0) return;
    const everyMs = Math.min(...cadences);
    scheduled = host.clock.at(nextTick(host.clock.now(), everyMs, phaseMs), tick, 'upkeep');
  }

  function tick(): void {
    const now = host.clock.now();
    const fullMinute = (now - phaseMs) % MINUTE_MS < SHORT_MS;
    arrivals.takeIn(watched);
    for (const alarm of metricAlarms()) {
      const isShort = cadenceSeconds(alarm.plan.periodSeconds) * 1_000 === SHORT_MS;
      if (isShort || fullMinute) evaluate(alarm, now);
    }
    schedule();
  }

  function evaluate(alarm: MetricAlarm, now: number): void {
    const outcome = evaluateAlarm(alarm, store, now);
    alarm.idle = !outcome.hasData;
    const { state } = outcome;
    if (state === 'RETAIN' || state === alarm.state.value) return;
    transitions.apply(alarm, { value: state, ...describeOutcome(alarm, state, outcome, now) });
  }

  return {
    alarmsChanged() {
      watched = metricAlarms().flatMap(({ plan }) => metricsIn(plan.queries));
      schedule();
    },
  };
}

/** The first time after `now` that lies `phaseMs` past a multiple of the interval. */
function nextTick(now: number, everyMs: number, phaseMs: number): number {
  const phase = phaseMs % everyMs;
  return (Math.floor((now - phase) / everyMs) + 1) * everyMs + phase;
}
