// What went wrong, by the names that state machines match on.
import { type ErrorName, errorNames } from '../core/contract/error-names.ts';

/** An error whose name a state machine can catch. */
export class Failure extends Error {
  constructor(name: ErrorName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/** The name of an AWS error, which survives serialisation where `instanceof` does not. */
export const isNamed = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

/** For what may not be there: `read().catch(noneThere)`. */
export const noneThere = (error: unknown): undefined => {
  if (isNamed(error, errorNames.notFound)) return undefined;
  throw error;
};

export const unavailable = (what: string, cause: unknown): Failure =>
  new Failure(
    errorNames.unavailable,
    `${what}: ${cause instanceof Error ? cause.message : cause}`,
    {
      cause,
    },
  );
