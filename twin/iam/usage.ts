// What was denied, and which granted actions nobody used: the two lists that keep policies honest.
import type { AccessRequest } from './request.ts';
import type { Grant } from './role.ts';
import type { RoleStore } from './role-store.ts';

interface DeniedCall {
  /** The role, or the service principal, that was refused. */
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
  readonly count: number;
}

interface UnusedGrant {
  readonly role: string;
  /** The inline policy's name, or the managed policy's ARN. */
  readonly policy: string;
  readonly actions: readonly string[];
}

export interface IamReport {
  readonly denied: readonly DeniedCall[];
  readonly unused: readonly UnusedGrant[];
}

export interface Usage {
  granted(roleArn: string, grant: Grant): void;
  denied(request: AccessRequest, message: string): void;
  report(): IamReport;
}

export function createUsage(roles: RoleStore, isSimulated: (action: string) => boolean): Usage {
  const used = new Set<string>();
  const denials = new Map<string, DeniedCall>();

  const unusedOf = (role: string): UnusedGrant[] =>
    (roles.get(role)?.policies ?? []).flatMap(({ name: policy, statements }) => {
      const written = statements
        .filter(({ effect }) => effect === 'Allow')
        .flatMap(({ actions }) => actions);
      const actions = [...new Set(written)].filter(
        (action) => isSimulated(action) && !used.has(usageKey(role, policy, action)),
      );
      return actions.length === 0 ? [] : [{ role, policy, actions }];
    });

  return {
    granted: (role, { policy, action }) => used.add(usageKey(role, policy, action)),
    denied({ caller, action, resource }, message) {
      const role = caller.roleArn ?? caller.arn;
      const key = `${role} ${action} ${resource}`;
      const count = (denials.get(key)?.count ?? 0) + 1;
      denials.set(key, { role, action, resource, message, count });
    },
    report: () => ({
      denied: [...denials.values()],
      unused: roles.list().flatMap(({ arn }) => unusedOf(arn)),
    }),
  };
}

const usageKey = (role: string, policy: string, action: string): string =>
  `${role} ${policy} ${action}`;
