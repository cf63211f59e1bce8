// One account's identity and access management: what all of its questions are answered from.
import type { Lookups } from './lookups.ts';
import { type AccessRequest, type RequestKeys, requestKeys } from './request.ts';
import type { Role } from './role.ts';
import type { RoleStore } from './role-store.ts';
import type { Usage } from './usage.ts';

export interface IamAccount {
  readonly account: string;
  readonly now: () => Date;
  readonly lookups: Lookups;
  /** Roles that were never created: refused as strangers, or let through as in a bare twin. */
  readonly unknownRoles: 'refuse' | 'allow';
  readonly roles: RoleStore;
  readonly usage: Usage;
}

export const keysOf = (
  { now, lookups }: IamAccount,
  request: AccessRequest,
  role?: Role,
): (() => RequestKeys) =>
  requestKeys(request, () => ({
    now: now(),
    principalTags: role?.tags ?? {},
    resourceTags: lookups.tagsOf?.(request.resource) ?? {},
  }));
