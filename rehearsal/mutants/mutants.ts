// Bugs to plant into Spillway, one at a time: a law that never catches one proves little.
import { bookMutants } from './books.ts';
import type { Mutant } from './mutant.ts';
import { rollbackMutants } from './rollback.ts';
import { trafficMutants } from './traffic.ts';

export const mutants: readonly Mutant[] = [...trafficMutants, ...rollbackMutants, ...bookMutants];
