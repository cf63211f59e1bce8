/** One written environment made total. A number that was refused becomes NaN: no rule holds it up. */
import { assertNever } from '../assert.ts';
import { parseClock } from './clock.ts';
import { defaults, defaultThresholds, profilePhases } from './defaults.ts';
import type { Draft } from './draft.ts';
import { parseDuration } from './duration.ts';
import type { WrittenEnvironment } from './schema.ts';
import type {
  AlarmReference,
  Check,
  Environment,
  Gate,
  Phase,
  Profile,
  RollbackStyle,
  Strategy,
  Thresholds,
} from './spec.ts';

type DraftEnvironment = Draft<WrittenEnvironment>;
type DraftOf<Key extends keyof WrittenEnvironment> = Draft<NonNullable<WrittenEnvironment[Key]>>;
type DraftItem<Key extends 'gates' | 'checks' | 'alarms'> = NonNullable<DraftOf<Key>[number]>;
type DraftPhase = NonNullable<
  NonNullable<Extract<DraftOf<'strategy'>, { readonly phases?: unknown }>['phases']>[number]
>;

export function normaliseEnvironment(
  written: DraftEnvironment | undefined,
  profile: Profile,
): Environment {
  const strategy = normaliseStrategy(written?.strategy, profile);
  return {
    name: written?.name ?? '',
    strategy,
    gates: (written?.gates ?? []).map(normaliseGate),
    checks: (written?.checks ?? []).map(normaliseCheck),
    thresholds: normaliseThresholds(written?.thresholds),
    alarms: (written?.alarms ?? []).map(normaliseAlarm),
    noAlarmsReason: written?.unsafe?.noAlarms ?? '',
    noTraffic: written?.noTraffic ?? 'hold',
    rollback: normaliseRollback(written?.rollback),
    keepWarmSeconds: seconds(written?.keepWarm, keepWarmDefault(strategy)),
  };
}

export function seconds(written: string | undefined, otherwise: number): number {
  return written === undefined ? otherwise : (parseDuration(written) ?? otherwise);
}

function normaliseStrategy(written: DraftOf<'strategy'> | undefined, profile: Profile): Strategy {
  switch (written?.kind) {
    case undefined:
      return { kind: 'canary', phases: profilePhases[profile], allowLargeFirstStep: false };
    case 'canary':
      return {
        kind: written.kind,
        phases: written.phases?.map(normalisePhase) ?? profilePhases[profile],
        allowLargeFirstStep: written.allowLargeFirstStep ?? false,
      };
    case 'blue-green':
      return {
        kind: written.kind,
        bakeSeconds: seconds(written.bake, defaults.bakeSeconds),
        requestsMin: written.minRequests ?? 0,
      };
    case 'rolling':
      return {
        kind: written.kind,
        minimumHealthyPercent: written.minimumHealthyPercent ?? defaults.minimumHealthyPercent,
        maximumPercent: written.maximumPercent ?? defaults.maximumPercent,
        bakeSeconds: seconds(written.bake, defaults.bakeSeconds),
      };
    case 'all-at-once':
      return {
        kind: written.kind,
        bakeSeconds: seconds(written.bake, defaults.allAtOnceBakeSeconds),
      };
    default:
      return assertNever(written);
  }
}

function normalisePhase(written: DraftPhase | undefined): Phase {
  return {
    weightPercent: written?.weight ?? Number.NaN,
    bakeSeconds: seconds(written?.bake, defaults.bakeSeconds),
    requestsMin: written?.minRequests ?? 0,
    gate: written?.gate === undefined ? null : normaliseGate(written.gate),
  };
}

function normaliseGate(written: DraftItem<'gates'> | undefined): Gate {
  switch (written?.kind) {
    case undefined:
      return { kind: 'soak', durationSeconds: Number.NaN };
    case 'approval':
      return {
        kind: written.kind,
        fourEyes: written.fourEyes ?? true,
        timeoutSeconds: seconds(written.timeout, defaults.approvalTimeoutSeconds),
      };
    case 'window':
      return {
        kind: written.kind,
        days: written.days?.filter((day) => day !== undefined) ?? defaults.weekdays,
        fromMinutes: parseClock(written.from ?? ''),
        toMinutes: parseClock(written.to ?? ''),
        zone: written.zone ?? '',
      };
    case 'soak':
      return { kind: written.kind, durationSeconds: seconds(written.duration, Number.NaN) };
    default:
      return assertNever(written);
  }
}

function normaliseCheck(written: DraftItem<'checks'> | undefined): Check {
  const base = {
    name: written?.name ?? '',
    purpose: written?.purpose ?? 'smoke',
    timeoutSeconds: seconds(written?.timeout, defaults.checkTimeoutSeconds),
  };
  switch (written?.kind) {
    case undefined:
      return { ...base, kind: 'codebuild', project: '' };
    case 'http':
      return {
        ...base,
        kind: written.kind,
        path: written.path ?? '',
        expectStatus: written.expectStatus ?? defaults.expectStatus,
      };
    case 'lambda':
      return { ...base, kind: written.kind, functionName: written.function ?? '' };
    case 'codebuild':
      return { ...base, kind: written.kind, project: written.project ?? '' };
    case 'ecs-task':
      return {
        ...base,
        kind: written.kind,
        taskFamily: written.taskFamily ?? '',
        image: written.image ?? 'candidate',
      };
    default:
      return assertNever(written);
  }
}

/** null says "not watched", and only absence means the default. */
function normaliseThresholds(written: DraftOf<'thresholds'> | undefined): Thresholds {
  const given = Object.entries(written ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaultThresholds, ...Object.fromEntries(given) };
}

function normaliseAlarm(written: DraftItem<'alarms'> | undefined): AlarmReference {
  if (typeof written === 'string') return { name: written, watches: 'service' };
  return { name: written?.name ?? '', watches: written?.watches ?? 'service' };
}

function normaliseRollback(written: DraftOf<'rollback'> | undefined): RollbackStyle {
  if (written?.kind !== 'gradual') return { kind: 'immediate' };
  return {
    kind: written.kind,
    stepsPercent: written.steps?.map((step) => step ?? Number.NaN) ?? defaults.gradualStepsPercent,
    stepSeconds: seconds(written.every, defaults.gradualStepSeconds),
  };
}

/** Only these two keep both versions running side by side. */
function keepWarmDefault({ kind }: Strategy): number {
  return kind === 'canary' || kind === 'blue-green' ? defaults.keepWarmSeconds : 0;
}
