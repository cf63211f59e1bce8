// How data goes through a state: one contract, and one implementation for each query language.

import type { Frame } from '../engine/model.ts';
import type { StateError } from '../errors/state-error.ts';
import type { JsonObject, Payload } from '../json.ts';

export interface Finished {
  readonly output: Payload;
  readonly assigned: ReadonlyMap<string, Payload> | undefined;
}

/** A value that a field gives, evaluated in a frame. */
export type Field<T> = (frame: Frame) => Promise<T>;

export type NumberField = Field<number | undefined>;

export interface Flow {
  readonly language: QueryLanguage;
  /** InputPath applied; for JSONata the input itself. */
  input(frame: Frame): Payload;
  /** What the state works on: Parameters or Arguments. */
  arguments(frame: Frame): Promise<Payload>;
  /** What the state hands on, made from the result of its work. */
  finish(frame: Frame, result: Payload): Promise<Finished>;
  /** The same for an error that was caught. */
  caught(catcher: JsonObject): (frame: Frame, error: Payload) => Promise<Finished>;
  /** Output and Assign of a rule of a Choice, or of the state itself for its default. */
  rule(rule: JsonObject): (frame: Frame) => Promise<Finished>;
  /** A number: literal, from `<name>Path`, or from an expression. */
  number(name: string, kind?: 'integer' | 'float'): NumberField;
  /** A string, the same way; `<name>Path` may hold an intrinsic call. */
  string(name: string): Field<string | undefined>;
  /** A template of the state's own (ItemSelector, ItemBatcher's input, ItemReader's parameters). */
  template(name: string, template: JsonObject | string): Field<Payload>;
}

export type QueryLanguage = 'JSONPath' | 'JSONata';

/** The error object that Catch hands on. AWS gives an empty cause where an error has a name but no cause. */
export const errorOutput = (error: StateError): JsonObject => ({
  Error: error.error ?? null,
  Cause: error.reason ?? (error.error === undefined ? null : ''),
});
