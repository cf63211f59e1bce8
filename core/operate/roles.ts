/** Who may do what. IAM decides who comes in at all; a list of operators, where there is one, tells them apart. */
import * as z from 'zod';
import type { FreezeAction, ReleaseAction } from '../contract/decision.ts';
import { principalOf } from './identity.ts';

export const roles = ['viewer', 'releaser', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];
export type OperatorAction = 'look' | ReleaseAction | FreezeAction;

/** By role, the principals that have it: `arn:aws:iam::123456789012:role/Name`. */
export const operatorsSchema = z.strictObject({
  viewer: z.array(z.string()).default([]),
  releaser: z.array(z.string()).default([]),
  approver: z.array(z.string()).default([]),
  admin: z.array(z.string()).default([]),
});
export type Operators = z.infer<typeof operatorsSchema>;

/** What takes users away from a version is open to many; what gives it users is not. */
export const allowed: Readonly<Record<OperatorAction, readonly Role[]>> = {
  look: ['viewer', 'releaser', 'approver', 'admin'],
  approve: ['approver', 'admin'],
  reject: ['approver', 'admin'],
  pause: ['releaser', 'approver', 'admin'],
  resume: ['releaser', 'admin'],
  abort: ['releaser', 'approver', 'admin'],
  promote: ['releaser', 'admin'],
  rollback: ['releaser', 'approver', 'admin'],
  freeze: ['releaser', 'approver', 'admin'],
  unfreeze: ['admin'],
};

/** Without a list, IAM has said all there is to say: whoever it lets in may do everything. */
export function rolesOf(identity: string, operators: Operators | null): readonly Role[] {
  if (operators === null) return ['admin'];
  const principal = principalOf(identity);
  return roles.filter((role) => operators[role].includes(principal));
}

export function mayDo(held: readonly Role[], action: OperatorAction): boolean {
  return held.some((role) => allowed[action].includes(role));
}
