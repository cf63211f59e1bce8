// How one version of a program behaves while it runs: what its tasks answer, how fast, and what they consume.
import { matchesPattern } from './wildcard.ts';

/** A log-normal distribution, given as latencies are quoted. */
export interface Spread {
  readonly median: number;
  readonly p99: number;
}

/** How the version changes when something has happened; what is absent stays as it was. */
interface Deterioration {
  readonly errorRate?: number | undefined;
  readonly latencyMs?: Spread | undefined;
  readonly cpuPercent?: number | undefined;
  readonly memoryPercent?: number | undefined;
}

interface PathAnswer {
  /** A path, in which `*` stands for anything. */
  readonly path: string;
  readonly status: number;
  readonly body?: string | undefined;
}

export interface Behaviour {
  /** From the request for a task to RUNNING. */
  readonly startSeconds: Spread;
  /** From RUNNING until it answers with anything but 503. */
  readonly warmUpSeconds: number;
  /** It answers 503 for ever. */
  readonly neverHealthy: boolean;
  /** Seconds after RUNNING at which the process of a service exits, each time. */
  readonly crashAfterSeconds: number | undefined;
  /** How a task ends that is run once, by itself: a migration, or a test. */
  readonly job: { readonly seconds: number; readonly exitCode: number };
  /** The ratio (0..1) of requests answered with 500. */
  readonly errorRate: number;
  readonly latencyMs: Spread;
  readonly cpuPercent: number;
  /** Added for each request per second that a task gets. */
  readonly cpuPercentPerRequest: number;
  readonly memoryPercent: number;
  readonly memoryLeakPercentPerMinute: number;
  /** Bad only under load: applies while a task gets more requests per second than this. */
  readonly overload: (Deterioration & { readonly aboveRequestsPerSecond: number }) | undefined;
  /** Bad only later: applies to a task that has run this long. */
  readonly slowBurn: (Deterioration & { readonly afterMinutes: number }) | undefined;
  /** Paths that get a fixed answer, such as a smoke test that fails. */
  readonly paths: readonly PathAnswer[];
}

/** A behaviour at one instant. */
export interface Conduct {
  /** The ratio (0..1) of requests answered with a server error. */
  readonly errorRate: number;
  readonly latencyMs: Spread;
  readonly cpuPercent: number;
  /** Above 100 the kernel kills the process. */
  readonly memoryPercent: number;
  readonly paths: readonly PathAnswer[];
}

/** A version that nobody has described: it starts, serves well, and uses little. */
export const wellBehaved: Behaviour = {
  startSeconds: { median: 45, p99: 300 },
  warmUpSeconds: 0,
  neverHealthy: false,
  crashAfterSeconds: undefined,
  job: { seconds: 30, exitCode: 0 },
  errorRate: 0,
  latencyMs: { median: 50, p99: 250 },
  cpuPercent: 10,
  cpuPercentPerRequest: 0.5,
  memoryPercent: 40,
  memoryLeakPercentPerMinute: 0,
  overload: undefined,
  slowBurn: undefined,
  paths: [],
};

/** What a task does that has run for so long and gets so much to do. */
export function conductOf(
  behaviour: Behaviour,
  task: { readonly ageSeconds: number; readonly requestsPerSecond: number },
): Conduct {
  const { overload, slowBurn } = behaviour;
  const burning = slowBurn !== undefined && task.ageSeconds >= slowBurn.afterMinutes * 60;
  const overloaded =
    overload !== undefined && task.requestsPerSecond > overload.aboveRequestsPerSecond;
  const worse: Deterioration = {
    ...(burning ? present(slowBurn) : {}),
    ...(overloaded ? present(overload) : {}),
  };
  const mute = behaviour.neverHealthy || task.ageSeconds < behaviour.warmUpSeconds;
  const leaked = (behaviour.memoryLeakPercentPerMinute * task.ageSeconds) / 60;
  const load = behaviour.cpuPercentPerRequest * task.requestsPerSecond;
  return {
    errorRate: mute ? 1 : (worse.errorRate ?? behaviour.errorRate),
    latencyMs: worse.latencyMs ?? behaviour.latencyMs,
    cpuPercent: Math.min(100, (worse.cpuPercent ?? behaviour.cpuPercent) + load),
    memoryPercent: (worse.memoryPercent ?? behaviour.memoryPercent) + leaked,
    paths: behaviour.paths,
  };
}

/** What a path is answered with, chance aside: only a version that answers nothing well fails for sure. */
export function answerAt(conduct: Conduct, path: string): { status: number; body: string } {
  const fixed = conduct.paths.find((each) =>
    matchesPattern(each.path, path.split('?', 1)[0] ?? ''),
  );
  if (fixed !== undefined) return { status: fixed.status, body: fixed.body ?? '' };
  return conduct.errorRate >= 1 ? { status: 503, body: '' } : { status: 200, body: 'OK' };
}

/** Seconds after RUNNING at which a leak has eaten all memory; undefined where it never does. */
export function outOfMemoryAfterSeconds(behaviour: Behaviour): number | undefined {
  if (behaviour.memoryLeakPercentPerMinute <= 0) return undefined;
  return ((100 - behaviour.memoryPercent) / behaviour.memoryLeakPercentPerMinute) * 60;
}

const present = (worse: Deterioration): Deterioration =>
  Object.fromEntries(Object.entries(worse).filter(([, value]) => value !== undefined));
