// What can be done to a world that is a twin, and to no other: push images, break things, turn the clock.
import * as z from 'zod';
import type { Instant } from '../core/contract/instant.ts';
import type { Answer } from './operator.ts';

export interface TwinControls {
  state(): Promise<TwinState>;
  act(action: TwinAction): Promise<Answer>;
}

export interface TwinState {
  readonly now: Instant;
  readonly speed: TwinSpeed;
  /** How many rules of faults hold. */
  readonly broken: number;
  readonly services: readonly string[];
  /** What a pushed version can be like. */
  readonly behaviours: readonly Choice[];
  /** What can go wrong in this world. */
  readonly faults: readonly Choice[];
}

/** Times real time; `max` skips what is idle, `stopped` stands still. */
export type TwinSpeed = 'max' | 'stopped' | number;

export interface Choice {
  readonly name: string;
  readonly summary: string;
}

const name = z.string().min(1).max(64);

export const twinActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('push'),
    service: name,
    tag: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/),
    behaviour: name,
  }),
  z.strictObject({ kind: z.literal('fault'), fault: name }),
  /** Takes every fault away. */
  z.strictObject({ kind: z.literal('mend') }),
  z.strictObject({
    kind: z.literal('speed'),
    speed: z.union([z.enum(['max', 'stopped']), z.number().positive().max(100_000)]),
  }),
]);

export type TwinAction = z.infer<typeof twinActionSchema>;
