/** What an approval binds to: a plan that differs in anything has another hash. */
import { canonicalJson } from './canonical-json.ts';
import type { Plan } from './plan.ts';
import { sha256 } from './sha256.ts';

export function planHash(plan: Plan): string {
  return sha256(canonicalJson(plan));
}
