// A law of every history: what it claims, how often it was put to the test, and where it did not hold.
import type { Witness } from '../campaign/witness.ts';

export interface Invariant {
  readonly id: string;
  readonly claim: string;
  readonly scope: Scope;
  readonly judge: (witness: Witness) => Judgement;
}

/**
 * What a law looks at: the users of one place, the releases of one service, whatever places they visit, or
 * the calls and executions of the world, which are a service's own only where it is alone.
 */
export type Scope = 'place' | 'service' | 'world';

export interface Judgement {
  /** How often what the law presupposes was met: a law that was never tested proves nothing. */
  readonly checked: number;
  readonly violations: readonly Violation[];
}

export interface Violation {
  readonly at: number;
  readonly detail: string;
}

/** Puts each case to the test; a case that is no premise gives undefined, one that holds an empty list. */
export function judgeEach<T>(
  cases: Iterable<T>,
  test: (each: T, index: number) => readonly Violation[] | undefined,
): Judgement {
  let checked = 0;
  let index = 0;
  const violations: Violation[] = [];
  for (const each of cases) {
    const found = test(each, index);
    index += 1;
    if (found === undefined) continue;
    checked += 1;
    violations.push(...found);
  }
  return { checked, violations };
}

export const holds: readonly Violation[] = [];

export const violated = (at: number, detail: string): readonly Violation[] => [{ at, detail }];

/** Two tests of one law. */
export const both = (a: Judgement, b: Judgement): Judgement => ({
  checked: a.checked + b.checked,
  violations: [...a.violations, ...b.violations],
});
