// What befalls a campaign's service under one seed, as plain data: it can be printed, shortened and played again.
import type { FaultRule } from '../../twin/kernel/faults.ts';
import type { Behaviour } from '../../twin/users/behaviour.ts';

export const mixes = ['calm', 'faulty', 'hostile'] as const;
export type Mix = (typeof mixes)[number];

/** How a history's releases come to users, and how they go back. */
export const ways = ['canary', 'gradual', 'staged', 'blue-green', 'rolling'] as const;
export type Way = (typeof ways)[number];

export interface History {
  readonly seed: number;
  readonly mix: Mix;
  readonly way: Way;
  /** Of production's users. */
  readonly requestsPerSecond: number;
  readonly strokes: readonly Stroke[];
  /** Since the start: from then on nothing fails any more, and what is bounded in time is judged. */
  readonly healMs: number;
}

/** One thing that happens; `kind` is what reports count. Times are since the start, or since a call. */
export type Stroke = {
  readonly kind: string;
  readonly atMs: number;
  readonly upon?: Call;
} & StrokeBody;

/** The so manieth call of an operation by one of Spillway's functions or machines. */
export interface Call {
  readonly caller: string;
  readonly operation: string;
  readonly nth: number;
}

type StrokeBody =
  | {
      readonly do: 'push';
      readonly version: string;
      readonly behaviour: Partial<Behaviour>;
      /** True when no user should keep the version. */
      readonly bad: boolean;
    }
  | { readonly do: 'push-again'; readonly version: string }
  | { readonly do: 'fault'; readonly forMs: number; readonly rule: FaultRule }
  | { readonly do: 'stop-execution'; readonly machine: string }
  | { readonly do: 'crash'; readonly count: number }
  | { readonly do: 'capacity'; readonly forMs: number; readonly tasks: number }
  | { readonly do: 'traffic'; readonly forMs: number; readonly requestsPerSecond: number }
  | { readonly do: 'raise-alarm'; readonly alarm: string }
  | { readonly do: 'delete-image'; readonly version: string }
  | { readonly do: 'edit-weights'; readonly weight: number }
  | { readonly do: 'decide'; readonly person: string; readonly action: ReleaseMove }
  /** Where releases of the service end, unless another place is named. */
  | { readonly do: 'roll-back'; readonly environment?: string }
  /** Somebody starts a release of what was pushed before. */
  | {
      readonly do: 'release';
      readonly version: string;
      /** In the name of alarms that may be up, as `a/error-rate` where releases end; absent: of none. */
      readonly overriding?: readonly string[];
    }
  /** Somebody pushes a repair, under a tag that starts nothing, and releases it in the name of whatever is up. */
  | { readonly do: 'repair'; readonly version: string }
  | { readonly do: 'freeze'; readonly forMs: number };

export type ReleaseMove = 'approve' | 'pause' | 'resume' | 'abort' | 'promote';
export type Push = Extract<Stroke, { readonly do: 'push' }>;

export const pushesOf = ({ strokes }: History): readonly Push[] =>
  strokes.filter((stroke): stroke is Push => stroke.do === 'push');

/** Whether anything of that sort happens. */
export const has = ({ strokes }: History, ...deeds: readonly Stroke['do'][]): boolean =>
  strokes.some((stroke) => deeds.includes(stroke.do));
