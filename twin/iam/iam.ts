// Who may do what: decides every call before its handler sees it, and keeps the books of grants and refusals.
import type { Authorizer } from '../host/authorizer.ts';
import { type Caller, roleCaller, serviceCaller } from '../host/caller.ts';
import type { CallContext, ServiceId } from '../host/service.ts';
import { isSimulatedAction, type Need, needsOf } from './actions/index.ts';
import type { Scope } from './actions/table.ts';
import { askResource, type Decision, decideForRole, decideForService } from './decision.ts';
import type { Lookups } from './lookups.ts';
import { roleNotTrusting, sourceOf, triesRole } from './passed-role.ts';
import { type Refusal, refusal, refusalMessage } from './refusal.ts';
import { type AccessRequest, requestKeys } from './request.ts';
import { createRoleStore, type Role, type RoleStore } from './roles.ts';
import { createUsage, type IamReport } from './usage.ts';

export interface IamOptions {
  readonly account: string;
  readonly now: () => Date;
  readonly lookups: Lookups;
  /** Roles that were never created: refused as strangers, or let through as in a bare twin. */
  readonly unknownRoles?: 'refuse' | 'allow';
}

export interface Iam extends Authorizer {
  readonly roles: RoleStore;
  /** For rights that no operation of the SDK asks for, such as calling a function's URL. */
  require(service: ServiceId, request: AccessRequest): void;
  /** A role as a service assumes it, if its trust policy lets the service do so. */
  assume(assumption: Assumption): Caller | undefined;
  report(): IamReport;
}

export interface Assumption {
  readonly roleArn: string;
  /** `states.amazonaws.com` and the like. */
  readonly principal: string;
  readonly session: string;
  readonly region: string;
  /** The resource on whose behalf the service acts. */
  readonly sourceArn?: string;
}

/** In their own name, services may do only what these resources' policies let them do. */
const GUARDED = new Set([
  'events:PutEvents',
  'lambda:InvokeFunction',
  'lambda:InvokeFunctionUrl',
  'sns:Publish',
  'sqs:SendMessage',
]);

export function createIam(options: IamOptions): Iam {
  const { account, now, lookups, unknownRoles = 'refuse' } = options;
  const roles = createRoleStore();
  const usage = createUsage(roles, isSimulatedAction);

  const keysOf = (request: AccessRequest, role: Role | undefined) =>
    requestKeys(request, () => ({
      now: now(),
      principalTags: role?.tags ?? {},
      resourceTags: lookups.tagsOf?.(request.resource) ?? {},
    }));

  function fail(service: ServiceId, refused: Refusal): never {
    usage.denied(refused.request, refusalMessage(refused));
    throw refusal(service, refused);
  }

  function settle(service: ServiceId, request: AccessRequest, decision: Decision): void {
    if (!decision.allowed) fail(service, { request, because: decision });
  }

  function requireRole(service: ServiceId, request: AccessRequest, roleArn: string): void {
    const role = roles.get(roleArn);
    if (role === undefined && unknownRoles === 'allow') return;
    if (role === undefined) fail(service, { request });
    const policy = lookups.policyOf?.(request.resource);
    const question = `${request.action} ${request.resource}`;
    if (policy === undefined && role.allowed.has(question)) return;
    const decision = decideForRole(role, { request, keys: keysOf(request, role) }, policy);
    settle(service, request, decision);
    if (!decision.allowed) return;
    if (decision.by !== undefined) usage.granted(role.arn, decision.by);
    if (decision.constant) role.allowed.add(question);
  }

  /** A role is only assumed with the consent of its trust policy. */
  function requireTrust(service: ServiceId, request: AccessRequest): void {
    const target = roles.get(request.resource);
    const question = { request, keys: keysOf(request, undefined) };
    const answer = askResource(target?.trust, question);
    if (target === undefined && unknownRoles === 'allow') return;
    if (answer === 'silent' || answer === 'deny') fail(service, { request });
    const { caller } = request;
    if (answer === 'allowAccount' && caller.roleArn !== undefined) {
      requireRole(service, request, caller.roleArn);
    }
  }

  function require(service: ServiceId, request: AccessRequest): void {
    const { caller, action, resource } = request;
    if (action === 'sts:AssumeRole') {
      requireTrust(service, request);
    } else if (caller.kind === 'role') {
      requireRole(service, request, caller.roleArn ?? caller.arn);
    } else if (caller.kind === 'service' && GUARDED.has(action)) {
      const question = { request, keys: keysOf(request, undefined) };
      settle(service, request, decideForService(question, lookups.policyOf?.(resource)));
    }
  }

  function assume({ roleArn, principal, session, region, sourceArn }: Assumption) {
    const caller = serviceCaller(account, principal, sourceArn);
    const request = { caller, action: 'sts:AssumeRole', resource: roleArn, region, account };
    const role = roles.get(roleArn);
    const trusted =
      role === undefined
        ? unknownRoles === 'allow'
        : askResource(role.trust, { request, keys: keysOf(request, undefined) }) === 'allow';
    return trusted ? roleCaller(roleArn, session) : undefined;
  }

  /** Whoever hands it over, the account included: a role that does not trust the service is no use. */
  function requireTrusting(passed: Need, resource: string, region: string): void {
    const principal = String(passed.keys?.['iam:PassedToService']);
    if (!triesRole(principal)) return;
    const roleArn = passed.resource;
    const sourceArn = sourceOf(principal, resource);
    const caller = assume({ roleArn, principal, session: 'trial', region, sourceArn });
    if (caller === undefined) throw roleNotTrusting(principal, roleArn);
  }

  return {
    roles,
    require,
    assume,
    authorize(input, context) {
      const { caller, service, operation, region } = context;
      const needs = needsOf({ service, operation, input }, scopeOf(context, options));
      for (const { keys, ...need } of needs) {
        require(service, {
          caller,
          region,
          account,
          ...need,
          ...(keys === undefined ? {} : { keys }),
        });
      }
      for (const need of needs) {
        if (need.action === 'iam:PassRole')
          requireTrusting(need, needs[0]?.resource ?? '*', region);
      }
    },
    report: usage.report,
  };
}

function scopeOf({ region }: CallContext, { account, lookups }: IamOptions): Scope {
  return {
    region,
    account,
    arn: (service, resource) => `arn:aws:${service}:${region}:${account}:${resource}`,
    deploymentGroup: (id) => (id === undefined ? undefined : lookups.deploymentGroup?.(id, region)),
    stateMachine: (token) =>
      token === undefined ? undefined : lookups.stateMachine?.(token, region),
  };
}
