/** Invariants that the types cannot hold; to break one is a defect in Spillway, never bad input. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

export function assert(condition: boolean, invariant: string): asserts condition {
  if (!condition) throw new InvariantError(`broken invariant: ${invariant}`);
}

/** The end of a switch over a union: a new member fails the type check here. */
export function assertNever(value: never): never {
  throw new InvariantError(`broken invariant: unexpected ${JSON.stringify(value)}`);
}
