/** A spec written down again with everything that was left to defaults spelt out. */
import { stringify } from 'yaml';
import { assertNever } from '../assert.ts';
import { formatClock } from './clock.ts';
import { formatDuration } from './duration.ts';
import type { WrittenEnvironment, WrittenSpec } from './schema.ts';
import type {
  Build,
  Check,
  Environment,
  Gate,
  NotifyTarget,
  RollbackStyle,
  Spec,
  Strategy,
} from './spec.ts';

/** Reading what this prints gives the same spec. */
export function printSpec(spec: Spec): string {
  // Quotes everywhere: unquoted text would have to be checked for what YAML readers disagree about.
  return stringify(writeSpec(spec), {
    defaultKeyType: 'PLAIN',
    defaultStringType: 'QUOTE_DOUBLE',
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
}

function writeSpec(spec: Spec): WrittenSpec {
  return {
    apiVersion: spec.apiVersion,
    service: spec.service,
    ...(spec.owner === '' ? {} : { owner: spec.owner }),
    notes: spec.notes,
    labels: { ...spec.labels },
    repository: spec.repository,
    trigger: { tags: [...spec.trigger.tagPatterns] },
    architecture: spec.architecture,
    profile: spec.profile,
    engine: spec.engine,
    build: writeBuild(spec.build),
    environments: spec.environments.map(writeEnvironment),
    dependsOn: spec.dependsOn.map(({ service, versions }) => ({
      service,
      versions: versions.text,
    })),
    notify: spec.notify.map((target: NotifyTarget) => ({ ...target })),
    maxDuration: formatDuration(spec.maxDurationSeconds),
    rollbackSafe: spec.rollbackSafe,
  };
}

function writeBuild(build: Build): NonNullable<WrittenSpec['build']> {
  const { criticalMax, highMax, mediumMax, lowMax } = build.scan;
  const policy = {
    scan: { critical: criticalMax, high: highMax, medium: mediumMax, low: lowMax },
    ...(build.signature.kind === 'none' ? {} : { signature: { signer: build.signature.signer } }),
  };
  if (build.kind === 'verify') return { kind: build.kind, ...policy };
  const { kind, project, stages, directory, timeoutSeconds } = build;
  return {
    kind,
    project,
    stages: [...stages],
    directory,
    timeout: formatDuration(timeoutSeconds),
    ...policy,
  };
}

function writeEnvironment(environment: Environment): WrittenEnvironment {
  const { noAlarmsReason } = environment;
  return {
    name: environment.name,
    strategy: writeStrategy(environment.strategy),
    gates: environment.gates.map(writeGate),
    checks: environment.checks.map(writeCheck),
    thresholds: { ...environment.thresholds },
    alarms: environment.alarms.map((alarm) => ({ ...alarm })),
    ...(noAlarmsReason === '' ? {} : { unsafe: { noAlarms: noAlarmsReason } }),
    noTraffic: environment.noTraffic,
    rollback: writeRollback(environment.rollback),
    keepWarm: formatDuration(environment.keepWarmSeconds),
  };
}

function writeStrategy(strategy: Strategy): NonNullable<WrittenEnvironment['strategy']> {
  if (strategy.kind === 'canary') {
    const { kind, phases, allowLargeFirstStep } = strategy;
    return {
      kind,
      phases: phases.map(({ weightPercent, bakeSeconds, requestsMin, gate }) => ({
        weight: weightPercent,
        bake: formatDuration(bakeSeconds),
        minRequests: requestsMin,
        ...(gate === null ? {} : { gate: writeGate(gate) }),
      })),
      allowLargeFirstStep,
    };
  }
  if (strategy.kind === 'blue-green') {
    const { kind, bakeSeconds, requestsMin } = strategy;
    return { kind, bake: formatDuration(bakeSeconds), minRequests: requestsMin };
  }
  const { bakeSeconds, ...rest } = strategy;
  return { ...rest, bake: formatDuration(bakeSeconds) };
}

function writeGate(gate: Gate): NonNullable<WrittenEnvironment['gates']>[number] {
  switch (gate.kind) {
    case 'approval': {
      const { kind, fourEyes, timeoutSeconds } = gate;
      return { kind, fourEyes, timeout: formatDuration(timeoutSeconds) };
    }
    case 'window': {
      const { kind, days, fromMinutes, toMinutes, zone } = gate;
      return {
        kind,
        days: [...days],
        from: formatClock(fromMinutes),
        to: formatClock(toMinutes),
        zone,
      };
    }
    case 'soak':
      return { kind: gate.kind, duration: formatDuration(gate.durationSeconds) };
    default:
      return assertNever(gate);
  }
}

function writeCheck(check: Check): NonNullable<WrittenEnvironment['checks']>[number] {
  const { timeoutSeconds, ...rest } = check;
  const timeout = formatDuration(timeoutSeconds);
  if (rest.kind !== 'lambda') return { ...rest, timeout };
  const { functionName, ...base } = rest;
  return { ...base, function: functionName, timeout };
}

function writeRollback(rollback: RollbackStyle): NonNullable<WrittenEnvironment['rollback']> {
  if (rollback.kind === 'immediate') return { kind: rollback.kind };
  const { kind, stepsPercent, stepSeconds } = rollback;
  return { kind, steps: [...stepsPercent], every: formatDuration(stepSeconds) };
}
