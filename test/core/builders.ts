/** Smallest valid things of the core. Every option has a default, so what a test sets is what matters. */
import type { Threshold } from '../../core/analysis/threshold.ts';
import type { Finding, Verdict } from '../../core/analysis/verdict.ts';
import type { PlannedPhase } from '../../core/plan/plan.ts';
import { applyEvent, openRecord } from '../../core/release/apply-event.ts';
import type { EventBody, ReleaseEvent } from '../../core/release/event.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import type { Canary, Environment, Phase, Spec } from '../../core/spec/spec.ts';

export const second = (seconds: number): string =>
  new Date(Date.UTC(2026, 10, 20) + seconds * 1000).toISOString();

export const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

export function aPhase(weightPercent: number, options: Partial<Phase> = {}): Phase {
  return { weightPercent, bakeSeconds: 900, requestsMin: 0, gate: null, ...options };
}

export function aCanary(phases: readonly Phase[]): Canary {
  return { kind: 'canary', phases, allowLargeFirstStep: false };
}

const standardCanary = aCanary([aPhase(10), aPhase(25), aPhase(50), aPhase(100)]);

export function anEnvironment(options: Partial<Environment> = {}): Environment {
  return {
    name: 'production',
    strategy: standardCanary,
    gates: [],
    checks: [],
    thresholds: {
      errorRatePercent: 5,
      latencyP95Ms: 1000,
      cpuPercent: 90,
      memoryPercent: 90,
      failedHealthChecks: 3,
    },
    alarms: [],
    noAlarmsReason: '',
    noTraffic: 'hold',
    rollback: { kind: 'immediate' },
    keepWarmSeconds: 3600,
    ...options,
  };
}

export function aSpec(options: Partial<Spec> = {}): Spec {
  return {
    apiVersion: 'v1',
    service: 'auth-service',
    owner: 'team-identity',
    notes: '',
    labels: {},
    repository: 'shop/auth-service',
    trigger: { tagPatterns: ['v*'] },
    architecture: 'arm64',
    profile: 'standard',
    engine: 'auto',
    build: {
      kind: 'verify',
      scan: { criticalMax: 0, highMax: 0, mediumMax: null, lowMax: null },
      signature: { kind: 'none' },
    },
    environments: [anEnvironment()],
    dependsOn: [],
    notify: [],
    maxDurationSeconds: 86_400,
    rollbackSafe: true,
    ...options,
  };
}

export function plannedPhases(...weights: readonly number[]): readonly PlannedPhase[] {
  return weights.map((weightPercent) => ({
    weightPercent,
    bakeSeconds: 900,
    requestsMin: 0,
    gates: [],
    timeoutSeconds: 4500,
  }));
}

export const errorRate: Threshold = {
  kind: 'ratio',
  metric: 'error-rate',
  unit: 'percent',
  max: 5,
  windowSeconds: 300,
  requestsMin: 50,
};

export function aFinding(options: Partial<Finding> = {}): Finding {
  return {
    outcome: 'pass',
    metric: 'error-rate',
    value: 1,
    threshold: 5,
    unit: 'percent',
    window: { from: second(0), to: second(300) },
    sampleCount: 5,
    reason: 'error-rate 1 % is within 5 %',
    ...options,
  };
}

export function aVerdict(options: Partial<Verdict> = {}): Verdict {
  return { outcome: 'pass', reason: 'all 1 findings pass', findings: [aFinding()], ...options };
}

export const received: Extract<EventBody, { type: 'release.received' }> = {
  type: 'release.received',
  service: 'auth-service',
  artifact: {
    digest: digest('c'),
    repository: 'shop/auth-service',
    version: 'v1.3.0',
    committedAt: second(-600),
  },
  trigger: { kind: 'push', eventId: 'event-1' },
  intake: 7,
};

/** A ledger of these events, ten seconds apart. */
export function ledgerOf(
  bodies: readonly EventBody[],
  options: { readonly releaseId?: string; readonly start?: number } = {},
): readonly ReleaseEvent[] {
  const { releaseId = 'auth-service-cccccccccccc-7', start = 0 } = options;
  return bodies.map((body, index) => ({
    ...body,
    releaseId,
    sequence: index + 1,
    at: second(start + index * 10),
    actor: 'spillway',
  }));
}

/** The record after these events; a refused one is a mistake in the test. */
export function recordAfter(bodies: readonly EventBody[]): ReleaseRecord {
  const [first, ...rest] = ledgerOf([received, ...bodies]);
  if (first?.type !== 'release.received') throw new Error('a ledger begins with a reception');
  return rest.reduce((record, event) => {
    const applied = applyEvent(record, event);
    if (!applied.applied) throw new Error(`${event.type}: ${applied.refusal.reason}`);
    return applied.record;
  }, openRecord(first));
}

const environment = 'production';

/** A canary in one environment, from admission to promotion, in slices that tests can join. */
export const story = {
  admitted: [
    {
      type: 'release.admitted',
      planHash: 'hash',
      deadlineAt: second(86_400),
      environments: [environment],
    },
  ],
  built: [
    { type: 'release.started', epoch: 3 },
    { type: 'artifact.verified', evidence: { digest: digest('c') } },
  ],
  prepared: [
    { type: 'environment.entered', environment },
    { type: 'gate.opened', environment, gate: 'freeze', evidence: {} },
    { type: 'deployment.started', environment, deploymentId: 'd-ABC' },
    { type: 'checks.started', environment },
    { type: 'check.passed', environment, check: 'health', evidence: { status: 200 } },
  ],
  canary: [
    { type: 'weight.requested', environment, phase: 0, weightPercent: 10 },
    { type: 'weight.verified', environment, phase: 0, weightPercent: 10 },
    { type: 'bake.judged', environment, verdict: aVerdict(), complete: true },
  ],
  promoted: [
    { type: 'promotion.started', environment },
    { type: 'promotion.verified', environment, evidence: { weightPercent: 100 } },
    { type: 'environment.promoted', environment },
    { type: 'release.promoted' },
  ],
  rolledBack: [
    {
      type: 'rollback.started',
      environment,
      decision: 'roll-back-now',
      reason: 'error-rate 7.3 % is above 5 %',
      target: { kind: 'warm', digest: digest('b') },
    },
    { type: 'traffic.withdrawn', environment },
    { type: 'rollback.completed', environment, evidence: { quarantined: true } },
  ],
} as const satisfies Record<string, readonly EventBody[]>;

export const goodStory: readonly EventBody[] = [
  ...story.admitted,
  ...story.built,
  ...story.prepared,
  ...story.canary,
  ...story.promoted,
];

export const badStory: readonly EventBody[] = [
  ...story.admitted,
  ...story.built,
  ...story.prepared,
  ...story.canary,
  ...story.rolledBack,
];
