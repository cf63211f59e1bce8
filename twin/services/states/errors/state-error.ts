// What ends a state other than success. The name and cause are what Retry, Catch and the caller of the execution see.
import { STATES_ERRORS } from './names.ts';

export class StateError extends Error {
  override readonly name = 'StateError';
  /** The error name; a task that was failed without one has none. */
  readonly error: string | undefined;
  readonly reason: string | undefined;
  /** A second name by which Retry and Catch may select it. */
  readonly alias: string | undefined;

  constructor(error: string | undefined, reason: string | undefined, alias?: string) {
    super(`${error}: ${reason}`);
    this.alias = alias;
    this.error = error;
    this.reason = reason;
  }
}

/** A mistake found while a field of a state was being evaluated. The engine names the state in the cause. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
  readonly error: string;
  /** The field, for a JSONata expression: the history shows it. */
  readonly location: string | undefined;

  constructor(error: string, message: string, location?: string) {
    super(message);
    this.error = error;
    this.location = location;
  }
}

export const runtimeError = (message: string): FieldError =>
  new FieldError(STATES_ERRORS.runtime, message);

/** A branch that goes on after its execution or its Parallel has ended stops here; nobody catches it. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
}
