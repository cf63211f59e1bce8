/** Stage three: a written spec made total. Nothing optional is left, and units are in the names. */
import { assertNever } from '../assert.ts';
import { parseRange, type VersionRange } from '../version/range.ts';
import { defaults } from './defaults.ts';
import type { Draft, DraftSpec } from './draft.ts';
import { normaliseEnvironment, seconds } from './normalise-environment.ts';
import type { WrittenSpec } from './schema.ts';
import type { Build, Dependency, ImagePolicy, NotifyTarget, Spec } from './spec.ts';

type DraftBuild = Draft<NonNullable<WrittenSpec['build']>>;
type DraftItem<Key extends 'dependsOn' | 'notify'> = NonNullable<
  Draft<NonNullable<WrittenSpec[Key]>>[number]
>;

export function normalise(written: DraftSpec): Spec {
  const profile = written.profile ?? 'standard';
  return {
    apiVersion: 'v1',
    service: written.service ?? '',
    owner: written.owner ?? '',
    notes: written.notes ?? '',
    labels: normaliseLabels(written.labels),
    repository: written.repository ?? '',
    trigger: { tagPatterns: normaliseTags(written.trigger?.tags) },
    architecture: written.architecture ?? 'x86_64',
    profile,
    engine: written.engine ?? 'auto',
    build: normaliseBuild(written.build),
    environments: (written.environments ?? []).map((environment) =>
      normaliseEnvironment(environment, profile),
    ),
    dependsOn: (written.dependsOn ?? []).map(normaliseDependency),
    notify: (written.notify ?? []).map(normaliseTarget),
    maxDurationSeconds: seconds(written.maxDuration, defaults.maxDurationSeconds),
    rollbackSafe: written.rollbackSafe ?? true,
  };
}

function normaliseLabels(written: DraftSpec['labels']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(written ?? {}).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

function normaliseTags(written: readonly (string | undefined)[] | undefined): readonly string[] {
  return written?.map((pattern) => pattern ?? '') ?? defaults.tagPatterns;
}

function normaliseBuild(written: DraftBuild | undefined): Build {
  const policy = normalisePolicy(written);
  if (written?.kind !== 'source') return { kind: 'verify', ...policy };
  return {
    kind: written.kind,
    project: written.project ?? '',
    stages: written.stages?.filter((stage) => stage !== undefined) ?? defaults.buildStages,
    directory: written.directory ?? '.',
    timeoutSeconds: seconds(written.timeout, defaults.buildTimeoutSeconds),
    ...policy,
  };
}

function normalisePolicy(written: DraftBuild | undefined): ImagePolicy {
  const { critical, high, medium, low } = written?.scan ?? {};
  const signer = written?.signature?.signer;
  return {
    scan: {
      criticalMax: critical === undefined ? defaults.scan.criticalMax : critical,
      highMax: high === undefined ? defaults.scan.highMax : high,
      mediumMax: medium === undefined ? defaults.scan.mediumMax : medium,
      lowMax: low === undefined ? defaults.scan.lowMax : low,
    },
    signature: signer === undefined ? { kind: 'none' } : { kind: 'required', signer },
  };
}

/** A range that is none was refused by the schema, so a spec that holds one goes no further. */
function normaliseDependency(written: DraftItem<'dependsOn'> | undefined): Dependency {
  const text = written?.versions ?? '';
  const unreadable: VersionRange = { text, comparators: [] };
  return { service: written?.service ?? '', versions: parseRange(text) ?? unreadable };
}

function normaliseTarget(written: DraftItem<'notify'> | undefined): NotifyTarget {
  const events = written?.events ?? 'all';
  switch (written?.kind) {
    case 'chat':
      return { kind: written.kind, channel: written.channel ?? '', events };
    case 'email':
      return { kind: written.kind, address: written.address ?? '', events };
    case undefined:
      return { kind: 'email', address: '', events };
    default:
      return assertNever(written);
  }
}
