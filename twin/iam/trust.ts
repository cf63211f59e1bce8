// Who may act as a role: its trust policy decides.
import { type Caller, roleCaller, serviceCaller } from '../host/caller.ts';
import { type IamAccount, keysOf } from './account.ts';
import type { Need } from './actions/index.ts';
import { askResource, type ResourceAnswer } from './decision.ts';
import { roleNotTrusting, sourceOf, triesRole } from './passed-role.ts';
import type { AccessRequest } from './request.ts';

export interface Assumption {
  readonly roleArn: string;
  /** `states.amazonaws.com` and the like. */
  readonly principal: string;
  readonly session: string;
  readonly region: string;
  /** The resource on whose behalf the service acts. */
  readonly sourceArn?: string;
}

/** What the trust policy of the role that is asked for says to the caller. */
export function trusts(iam: IamAccount, request: AccessRequest): ResourceAnswer {
  const role = iam.roles.get(request.resource);
  if (role === undefined) return iam.unknownRoles === 'allow' ? 'allow' : 'silent';
  return askResource(role.trust, { request, keys: keysOf(iam, request) });
}

/** A role as a service assumes it, if its trust policy lets the service do so. */
export function assume(iam: IamAccount, assumption: Assumption): Caller | undefined {
  const { roleArn, principal, session, region, sourceArn } = assumption;
  const { account } = iam;
  const caller = serviceCaller(account, principal, sourceArn);
  const request = { caller, action: 'sts:AssumeRole', resource: roleArn, region, account };
  return trusts(iam, request) === 'allow' ? roleCaller(roleArn, session) : undefined;
}

/** Whoever hands it over, the account included: a role that does not trust the service is no use. */
export function requireTrustingRole(
  iam: IamAccount,
  passed: Need,
  given: { readonly to: string; readonly region: string },
): void {
  const principal = String(passed.keys?.['iam:PassedToService']);
  if (!triesRole(principal)) return;
  const roleArn = passed.resource;
  const sourceArn = sourceOf(principal, given.to);
  const { region } = given;
  const caller = assume(iam, { roleArn, principal, session: 'trial', region, sourceArn });
  if (caller === undefined) throw roleNotTrusting(principal, roleArn);
}
