// The words in which histories for planted bugs are told.
import type { FaultRule } from '../../twin/kernel/faults.ts';
import type { Behaviour } from '../../twin/users/behaviour.ts';
import type { History, ReleaseMove, Stroke } from '../campaign/history.ts';

const MINUTE_MS = 60_000;
export const ours = 'assumed-role/Spillway-';

export const history = (healMinutes: number, ...strokes: readonly Stroke[]): History => ({
  seed: 1,
  mix: 'calm',
  way: 'canary',
  requestsPerSecond: 20,
  healMs: healMinutes * MINUTE_MS,
  strokes,
});

/** The same, where a rollback lowers the share step by step. */
export const inSteps = (told: History): History => ({ ...told, way: 'gradual' });

export const at = (minutes: number): number => Math.round(minutes * MINUTE_MS);

export const good = (minutes = 0, version = 'v1.1.0'): Stroke => ({
  kind: 'version.good',
  atMs: at(minutes),
  do: 'push',
  version,
  behaviour: {},
  bad: false,
});

export const bad = (kind: string, behaviour: Partial<Behaviour>, minutes = 0): Stroke => ({
  kind: `version.${kind}`,
  atMs: at(minutes),
  do: 'push',
  version: 'v1.1.0',
  behaviour,
  bad: true,
});

/** A fault from one minute to another. */
export const fault = (rule: FaultRule, [from, to]: readonly [number, number]): Stroke => ({
  kind: `${rule.hook}.${rule.fault}`,
  atMs: at(from),
  do: 'fault',
  forMs: at(to - from),
  rule,
});

/** Its first five minutes are good: it passes its check. */
export const errors = bad('slow-burn', { slowBurn: { afterMinutes: 5, errorRate: 0.5 } });
/** It dies before it has read anything: the work of others is seen without its help. */
export const noSweep = (until: number): Stroke =>
  fault({ hook: 'lambda', fault: 'killed', name: 'sweep', afterRequests: 0 }, [0, until]);

export const uponRollback = { caller: 'rollback', operation: 'StopDeployment', nth: 1 } as const;

export const everybody = (name: string, action: ReleaseMove, minutes: number): readonly Stroke[] =>
  Array.from({ length: 12 }, (_each, index) => ({
    kind: `operator.${action}`,
    atMs: at(minutes),
    do: 'decide',
    person: `${name}${index}`,
    action,
  }));
