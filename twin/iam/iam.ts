// Who may do what: decides every call before its handler sees it, and keeps the books of grants and refusals.
import type { Authorizer } from '../host/authorizer.ts';
import type { ServiceId } from '../host/call-context.ts';
import type { Caller } from '../host/caller.ts';
import { requireAccess } from './access.ts';
import type { IamAccount } from './account.ts';
import { isSimulatedAction, type Need, needsOf } from './actions/index.ts';
import type { Scope } from './actions/table.ts';
import type { Lookups } from './lookups.ts';
import type { AccessRequest } from './request.ts';
import { createRoleStore, type RoleStore } from './role-store.ts';
import { requireTried } from './tried.ts';
import { type Assumption, assume, requireTrustingRole } from './trust.ts';
import { createUsage, type IamReport } from './usage.ts';

export interface IamOptions {
  readonly account: string;
  readonly now: () => Date;
  readonly lookups: Lookups;
  /** Roles that were never created: refused as strangers (by default), or let through as in a bare twin. */
  readonly unknownRoles?: IamAccount['unknownRoles'];
}

export interface Iam extends Authorizer {
  readonly roles: RoleStore;
  /** For rights that no operation of the SDK asks for. */
  require(service: ServiceId, request: AccessRequest): void;
  /** A role as a service assumes it, if its trust policy lets the service do so. */
  assume(assumption: Assumption): Caller | undefined;
  report(): IamReport;
}

export function createIam({ unknownRoles = 'refuse', ...options }: IamOptions): Iam {
  const roles = createRoleStore();
  const usage = createUsage(roles, isSimulatedAction);
  const iam: IamAccount = { ...options, unknownRoles, roles, usage };
  return {
    roles,
    require: (service, request) => requireAccess(iam, service, request),
    assume: (assumption) => assume(iam, assumption),
    authorize(input, { caller, service, operation, region }) {
      const needs = needsOf({ service, operation, input }, scopeOf(iam, region));
      const common = { caller, region, account: iam.account };
      const require = (need: Need) => requireAccess(iam, service, { ...common, ...need });
      for (const need of needs) if (!need.tried) require(need);
      requireTried(
        needs.filter(({ tried }) => tried),
        require,
      );
      for (const need of needs) {
        if (need.action !== 'iam:PassRole') continue;
        requireTrustingRole(iam, need, { to: needs[0]?.resource ?? '*', region });
      }
    },
    report: usage.report,
  };
}

const scopeOf = ({ account, lookups }: IamAccount, region: string): Scope => ({
  region,
  account,
  arn: (service, resource) => `arn:aws:${service}:${region}:${account}:${resource}`,
  deploymentGroup: (id) => (id === undefined ? undefined : lookups.deploymentGroup?.(id, region)),
  stateMachine: (token) =>
    token === undefined ? undefined : lookups.stateMachine?.(token, region),
});
