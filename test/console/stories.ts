// Releases in every state, told as ledgers: what the page must be able to show.
import type { Finding, Verdict } from '../../core/analysis/verdict.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { planHash } from '../../core/plan/plan-hash.ts';
import { applyEvent, openRecord } from '../../core/release/apply-event.ts';
import type { EventBody, ReleaseEvent } from '../../core/release/event.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import type { Spec } from '../../core/spec/spec.ts';
import { anEnvironment, aSpec } from '../core/builders.ts';
import { planOf } from '../core/plan/support.ts';

export interface Told {
  readonly record: ReleaseRecord;
  readonly plan: Plan;
  readonly events: readonly ReleaseEvent[];
}

/** What happened, with the minute in which it did, counted back from now. */
export type Step = readonly [minute: number, body: EventBody, actor?: string];

const startMs = Date.UTC(2027, 0, 11, 14, 0, 0);
export const minute = (minutes: number): string =>
  new Date(startMs + minutes * 60_000).toISOString();
export const now = minute(0);

export const spec = (service: string, approval = false): Spec =>
  aSpec({
    service,
    repository: `shop/${service}`,
    environments: [
      anEnvironment({
        name: 'staging',
        strategy: { kind: 'all-at-once', bakeSeconds: 300 },
        noTraffic: 'hold',
        keepWarmSeconds: 0,
      }),
      anEnvironment({
        gates: approval ? [{ kind: 'approval', fourEyes: true, timeoutSeconds: 86_400 }] : [],
      }),
    ],
  });

export const digestOf = (version: string): string => {
  const hex = [...version].map((letter) => (letter.codePointAt(0) ?? 0).toString(16)).join('');
  return `sha256:${(hex + '7c41e09ab3'.repeat(8)).slice(0, 64)}`;
};

export function tell(options: {
  readonly service: string;
  readonly version: string;
  readonly id?: string;
  readonly steps: readonly Step[];
  readonly approval?: boolean;
}): Told {
  const { service, version, steps } = options;
  const releaseId = options.id ?? `${service}-${version.replaceAll('.', '-')}-1f09ac`;
  const plan = planOf(spec(service, options.approval));
  const first = steps[0]?.[0] ?? 0;
  const opening: Step[] = [
    [first - 2, receivedBody(service, version, minute(first - 95))],
    [
      first - 2,
      {
        type: 'release.admitted',
        planHash: planHash(plan),
        deadlineAt: minute(first + 1440),
        environments: ['staging', 'production'],
      },
    ],
  ];
  const events = [...opening, ...steps].map(([at, body, actor = 'spillway:release'], index) => ({
    ...body,
    releaseId,
    sequence: index + 1,
    at: minute(at),
    actor,
  }));
  return { record: fold(events), plan, events };
}

const receivedBody = (service: string, version: string, committedAt: string): EventBody => ({
  type: 'release.received',
  service,
  artifact: {
    digest: digestOf(version),
    repository: `shop/${service}`,
    version,
    committedAt,
  },
  trigger: { kind: 'push', eventId: 'push-1' },
  intake: 12,
});

/** A refused event is a mistake in the story. */
function fold(events: readonly ReleaseEvent[]): ReleaseRecord {
  const [first, ...rest] = events;
  if (first?.type !== 'release.received') throw new Error('a ledger begins with a reception');
  return rest.reduce((record, event) => {
    const applied = applyEvent(record, event);
    if (!applied.applied) throw new Error(`${event.type}: ${applied.refusal.reason}`);
    return applied.record;
  }, openRecord(first));
}

function aFinding(metric: string, value: number | null, options: Partial<Finding> = {}): Finding {
  const limits: Record<string, [number, string]> = {
    'error-rate': [5, 'percent'],
    'latency-p95': [1000, 'milliseconds'],
    cpu: [90, 'percent'],
    memory: [90, 'percent'],
    'failed-health-checks': [3, 'consecutive'],
  };
  const [threshold, unit] = limits[metric] ?? [0, 'alarms'];
  const outcome = value === null ? 'inconclusive' : value > threshold ? 'fail' : 'pass';
  const reason = `${metric} ${value ?? 'unknown'} against ${threshold} ${unit}`;
  const window = { from: minute(-6), to: minute(-1) };
  return { metric, value, threshold, unit, outcome, reason, window, sampleCount: 5, ...options };
}

const passed: Verdict = {
  outcome: 'pass',
  reason: 'all 6 findings pass',
  findings: [
    aFinding('error-rate', 0.31),
    aFinding('latency-p95', 214),
    aFinding('cpu', 41.2),
    aFinding('memory', 55),
    aFinding('failed-health-checks', 0),
    aFinding('alarm spillway/auth-service/production/b/error-rate', 0, { threshold: 0 }),
  ],
};

export const breached: Verdict = {
  outcome: 'fail',
  reason: 'error-rate 12.4 % is above 5 % (310 of 2500 requests in 300 s)',
  findings: [
    aFinding('error-rate', 12.4, {
      reason: 'error-rate 12.4 % is above 5 % (310 of 2500 requests in 300 s)',
    }),
    aFinding('latency-p95', 688),
    aFinding('cpu', 63),
    aFinding('memory', null, { reason: 'no data for memory in 300 s', sampleCount: 0 }),
  ],
};

const staging = { environment: 'staging' } as const;
export const production = { environment: 'production' } as const;

/** Through staging, ending in front of production at this minute. */
export const throughStaging = (at: number): readonly Step[] => [
  [at - 14, { type: 'release.started', epoch: 4 }],
  [at - 13.5, { type: 'artifact.verified', evidence: { digest: 'found', scan: 'no findings' } }],
  [at - 13, { type: 'environment.entered', ...staging }],
  [at - 12.8, { type: 'gate.opened', gate: 'freeze', evidence: {}, ...staging }],
  [at - 12.5, { type: 'deployment.started', deploymentId: 'd-5T4G1KQ2A', ...staging }],
  [at - 10, { type: 'checks.started', ...staging }],
  [
    at - 9,
    { type: 'check.passed', check: 'health', evidence: { status: 200, ms: 41 }, ...staging },
  ],
  [at - 8.5, { type: 'promotion.started', ...staging }],
  [at - 7, { type: 'promotion.verified', evidence: { weightPercent: 100 }, ...staging }],
  [at - 1.5, { type: 'bake.judged', verdict: passed, complete: true, ...staging }],
  [at - 1, { type: 'environment.promoted', ...staging }],
  [at, { type: 'environment.entered', ...production }],
];

/** From the gate to the first share, which is read back at this minute. */
export const intoProduction = (at: number): readonly Step[] => [
  [at - 5.5, { type: 'gate.opened', gate: 'freeze', evidence: {}, ...production }],
  [at - 5, { type: 'deployment.started', deploymentId: 'd-9XK2M4P7Q', ...production }],
  [at - 2.5, { type: 'checks.started', ...production }],
  [at - 2, { type: 'check.passed', check: 'health', evidence: { status: 200 }, ...production }],
  ...risesTo(at, 0, 10),
];

export const risesTo = (at: number, phase: number, weightPercent: number): readonly Step[] => [
  [at - 0.2, { type: 'weight.requested', phase, weightPercent, ...production }],
  [at, { type: 'weight.verified', phase, weightPercent, ...production }, 'spillway:shift'],
];

export const bakes = (at: number, complete = true): readonly Step[] => [
  [at, { type: 'bake.judged', verdict: passed, complete, ...production }, 'spillway:judge'],
];
