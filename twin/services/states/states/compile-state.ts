// What every kind of state is compiled with.
import type { Handling } from '../engine/attempts.ts';
import type { Frame, Graph, Transition } from '../engine/model.ts';
import type { Flow } from '../flow/flow.ts';
import type { JsonObject } from '../json.ts';

export interface StateSource {
  readonly name: string;
  readonly definition: JsonObject;
  readonly flow: Flow;
  /** Compiles the states of a branch or an item processor. */
  readonly graph: (definition: JsonObject) => Graph;
}

/** What a state does, and how it answers to errors where it can. */
export interface StateCode {
  readonly work: (frame: Frame) => Promise<Transition>;
  readonly handling?: Handling;
}

export type CompileState = (source: StateSource) => StateCode;

/** The state that comes next; undefined where this one ends. */
export const nextOf = (definition: JsonObject): string | undefined =>
  typeof definition['Next'] === 'string' ? definition['Next'] : undefined;
