// What the page can make happen: an operator's decisions, in the operator's own name.
import type { Decision } from '../core/contract/decision.ts';

export interface Operator {
  decide(decision: Decision): Promise<Answer>;
}

export type Answer =
  | { readonly kind: 'done'; readonly message: string }
  /** The release has moved on since the operator looked: nothing was done. */
  | { readonly kind: 'stale'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string };
