// What is true of a service in an environment: what serves, what moves, and how to take it back.
import { tableKeys } from '../core/contract/table-keys.ts';
import type { RollbackTarget } from '../core/rollback/decision.ts';
import type { Item, Plain, Table } from './table.ts';

export interface Place {
  readonly service: string;
  readonly environment: string;
}

/** A version that was promoted here with its bake complete. */
export interface PromotedVersion {
  readonly releaseId: string;
  readonly digest: string;
  readonly version: string;
  readonly taskDefinitionArn: string;
}

/** What moves here now. The rollback machine reads these attributes by name. */
export interface Moving {
  readonly releaseId: string;
  readonly epoch: number;
  readonly engine: string;
  readonly candidateDigest: string;
  readonly candidateTaskDefinitionArn: string;
  /** `a` or `b`: the target group of the candidate; empty until it is known. */
  readonly candidateSlot: string;
  readonly deploymentId: string;
  /** Of the last good version, where only another deployment leads back; whoever takes back a second time must not stop it. */
  readonly returnDeploymentId: string;
  readonly overlayRuleArn: string;
  /** `roll-back`; `page` where the version before could not follow; `ignore` on the way back. */
  readonly onAlarm: string;
  /** Steps on the way down as JSON; empty where traffic is taken away at once. */
  readonly gradualSteps: string;
  /** Since when its alarms may be about it; empty before it is deployed. */
  readonly preparedAt: string;
}

export interface EnvironmentState {
  readonly stable: PromotedVersion | null;
  /** Promoted before, newest first. */
  readonly history: readonly PromotedVersion[];
  readonly moving: Moving | null;
  readonly taskToken: string;
  /** The execution that rolls back, once one has taken it upon itself. */
  readonly rollbackExecutionArn: string;
  /** The release for which scaling was held and, as far as anybody knows, still is. It outlives the release's stay. */
  readonly scalingHeldFor: string;
}

export interface Environments {
  read(place: Place): Promise<EnvironmentState>;
  /** Takes the place for a release; false when one with a higher epoch is there. */
  occupy(place: Place, moving: Moving): Promise<boolean>;
  /** Notes more about what moves; false when it is no longer this release's place. */
  note(place: Place, releaseId: string, facts: Partial<Moving>): Promise<boolean>;
  /** Where the release waits now: who holds the token may end the wait. False when the place is another's. */
  wait(place: Place, releaseId: string, taskToken: string): Promise<boolean>;
  /** Scaling is about to be held. False when the place is another's. */
  holdScaling(place: Place, releaseId: string): Promise<boolean>;
  /** Scaling goes on, unless it was held again since. */
  letScale(place: Place, heldFor: string): Promise<boolean>;
  /** What served before Spillway came is where the first rollback leads. */
  adopt(place: Place, serving: PromotedVersion): Promise<void>;
  /** One execution rolls back; false when another has taken it. */
  claimRollback(place: Place, executionArn: string, before: string): Promise<boolean>;
  /** Another version than the stable one serves here, while the release still moves; false when the place is another's. */
  restore(place: Place, releaseId: string, serving: PromotedVersion): Promise<boolean>;
  /** Nothing moves here any more; what serves may have changed. */
  vacate(place: Place, releaseId: string, promoted?: PromotedVersion): Promise<boolean>;
}

/** The promoted version that a rollback leads to; undefined where it leads nowhere. */
export function versionOf(
  { stable, history }: EnvironmentState,
  target: RollbackTarget,
): PromotedVersion | undefined {
  if (!('digest' in target)) return undefined;
  const known = stable === null ? history : [stable, ...history];
  return known.find(({ digest }) => digest === target.digest);
}

const HISTORY_MAX = 3;
const MOVING = [
  'releaseId',
  'engine',
  'candidateDigest',
  'candidateTaskDefinitionArn',
  'candidateSlot',
  'deploymentId',
  'returnDeploymentId',
  'overlayRuleArn',
  'onAlarm',
  'gradualSteps',
  'preparedAt',
] as const;

const isHeldBy = ({ releaseId, epoch }: Moving, item: Item | undefined): boolean =>
  item?.['releaseId'] === releaseId && item['epoch'] === epoch;

export function openEnvironments(table: Table): Environments {
  const keyOf = ({ service, environment }: Place) => tableKeys.environment(service, environment);
  const read = async (place: Place) => fromItem((await table.get(keyOf(place))) ?? {});
  return {
    read,
    async occupy(place, moving) {
      const before = await table.get(keyOf(place));
      const epoch = Number(before?.['epoch'] ?? 0);
      if (epoch > moving.epoch) return false;
      const taken = await table.change({
        key: keyOf(place),
        set: { ...toAttributes(moving), epoch: moving.epoch },
        remove: ['taskToken', 'rollbackExecutionArn'],
        onlyIf:
          before?.['epoch'] === undefined
            ? { kind: 'missing', attribute: 'epoch' }
            : { kind: 'equals', attribute: 'epoch', value: epoch },
      });
      // Where an answer was lost, the client has asked again, and found what it had written itself.
      return taken || isHeldBy(moving, await table.get(keyOf(place)));
    },
    note: (place, releaseId, facts) =>
      table.change({
        key: keyOf(place),
        set: toAttributes(facts),
        onlyIf: { kind: 'equals', attribute: 'releaseId', value: releaseId },
      }),
    wait: (place, releaseId, taskToken) =>
      table.change({
        key: keyOf(place),
        set: { taskToken },
        onlyIf: { kind: 'equals', attribute: 'releaseId', value: releaseId },
      }),
    holdScaling: (place, releaseId) =>
      table.change({
        key: keyOf(place),
        set: { scalingHeldFor: releaseId },
        onlyIf: { kind: 'equals', attribute: 'releaseId', value: releaseId },
      }),
    letScale: (place, heldFor) =>
      table.change({
        key: keyOf(place),
        set: {},
        remove: ['scalingHeldFor'],
        onlyIf: { kind: 'equals', attribute: 'scalingHeldFor', value: heldFor },
      }),
    async adopt(place, serving) {
      await table.change({
        key: keyOf(place),
        set: { stable: JSON.stringify(serving) },
        onlyIf: { kind: 'missing', attribute: 'stable' },
      });
    },
    async claimRollback(place, executionArn, before) {
      const claimed = await table.change({
        key: keyOf(place),
        set: { rollbackExecutionArn: executionArn },
        onlyIf:
          before === ''
            ? { kind: 'missing', attribute: 'rollbackExecutionArn' }
            : { kind: 'equals', attribute: 'rollbackExecutionArn', value: before },
      });
      return claimed || (await read(place)).rollbackExecutionArn === executionArn;
    },
    restore: async (place, releaseId, serving) =>
      table.change({
        key: keyOf(place),
        set: servedBy(serving, await read(place)),
        onlyIf: { kind: 'equals', attribute: 'releaseId', value: releaseId },
      }),
    vacate: async (place, releaseId, promoted) =>
      table.change({
        key: keyOf(place),
        set: promoted === undefined ? {} : servedBy(promoted, await read(place)),
        remove: [...MOVING, 'taskToken', 'rollbackExecutionArn'],
        onlyIf: { kind: 'equals', attribute: 'releaseId', value: releaseId },
      }),
  };
}

/** The version that serves from now on, and those that did before, each once. */
function servedBy(
  serving: PromotedVersion,
  { stable, history }: EnvironmentState,
): Record<string, Plain> {
  const before = [...(stable === null ? [] : [stable]), ...history];
  const others = before.filter(({ digest }) => digest !== serving.digest);
  return {
    stable: JSON.stringify(serving),
    history: JSON.stringify(others.slice(0, HISTORY_MAX)),
  };
}

/** Undefined members are left as they are. */
const toAttributes = (facts: Partial<Moving>): Record<string, Plain> =>
  Object.fromEntries(
    MOVING.flatMap((name) => {
      const value = facts[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

function fromItem(item: Item): EnvironmentState {
  const text = (name: string) => String(item[name] ?? '');
  const document = <T>(name: string, otherwise: T): T =>
    item[name] === undefined ? otherwise : (JSON.parse(text(name)) as T);
  return {
    stable: document<PromotedVersion | null>('stable', null),
    history: document<PromotedVersion[]>('history', []),
    moving: item['releaseId'] === undefined ? null : movingOf(item, text),
    taskToken: text('taskToken'),
    rollbackExecutionArn: text('rollbackExecutionArn'),
    scalingHeldFor: text('scalingHeldFor'),
  };
}

const movingOf = (item: Item, text: (name: string) => string): Moving => ({
  releaseId: text('releaseId'),
  epoch: Number(item['epoch'] ?? 0),
  engine: text('engine'),
  candidateDigest: text('candidateDigest'),
  candidateTaskDefinitionArn: text('candidateTaskDefinitionArn'),
  candidateSlot: text('candidateSlot'),
  deploymentId: text('deploymentId'),
  returnDeploymentId: text('returnDeploymentId'),
  overlayRuleArn: text('overlayRuleArn'),
  onAlarm: text('onAlarm'),
  gradualSteps: text('gradualSteps'),
  preparedAt: text('preparedAt'),
});
