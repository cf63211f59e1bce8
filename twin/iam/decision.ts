// How AWS decides a request inside one account: a deny anywhere wins, then somebody must have allowed it.
import type { PolicyDocument } from './document.ts';
import type { AccessRequest, RequestKeys } from './request.ts';
import type { Grant, Role } from './role.ts';
import { compileDocument } from './statement.ts';

export type PolicyKind = 'identity-based policy' | 'resource-based policy' | 'permissions boundary';

export type Decision =
  | { readonly allowed: true; readonly by: Grant | undefined; readonly constant: boolean }
  | { readonly allowed: false; readonly kind: PolicyKind; readonly explicit: boolean };

export interface Question {
  readonly request: AccessRequest;
  readonly keys: () => RequestKeys;
}

/** What a resource's own policy says: yes to this caller, yes to its whole account, no, or nothing. */
export type ResourceAnswer = 'allow' | 'allowAccount' | 'deny' | 'silent';

export function decideForRole(
  role: Role,
  { request, keys }: Question,
  resourcePolicy: PolicyDocument | undefined,
): Decision {
  const action = request.action.toLowerCase();
  const grants = role.grants(action);
  const boundary = role.boundaryGrants(action);
  const holds = ({ statement }: Grant) =>
    statement.coversResource(request.resource, keys) && (statement.condition?.(keys) ?? true);
  const denies = (grant: Grant) => grant.statement.effect === 'Deny' && holds(grant);
  const allows = (grant: Grant) => grant.statement.effect === 'Allow' && holds(grant);

  if (grants.some(denies)) return refuse('identity-based policy', true);
  if (boundary?.some(denies)) return refuse('permissions boundary', true);
  const resource = askResource(resourcePolicy, { request, keys });
  if (resource === 'deny') return refuse('resource-based policy', true);
  if (boundary !== undefined && !boundary.some(allows)) {
    return refuse('permissions boundary', false);
  }
  const grant = grants.find(allows);
  if (grant === undefined && resource !== 'allow') return refuse('identity-based policy', false);
  const asked = [...grants, ...(boundary ?? [])];
  const constant =
    resourcePolicy === undefined && asked.every(({ statement }) => statement.constant);
  return { allowed: true, by: grant, constant };
}

/** Services that call in their own name are let in by the resource's policy, or not at all. */
export function decideForService(
  question: Question,
  resourcePolicy: PolicyDocument | undefined,
): Decision {
  const answer = askResource(resourcePolicy, question);
  if (answer === 'allow') return { allowed: true, by: undefined, constant: false };
  return refuse('resource-based policy', answer === 'deny');
}

export function askResource(
  document: PolicyDocument | undefined,
  { request, keys }: Question,
): ResourceAnswer {
  if (document === undefined) return 'silent';
  const action = request.action.toLowerCase();
  let answer: ResourceAnswer = 'silent';
  for (const statement of compileDocument(document)) {
    const principal = statement.principal(request.caller);
    if (principal === 'none' || statement.coveringAction(action) === undefined) continue;
    if (!statement.coversResource(request.resource, keys)) continue;
    if (!(statement.condition?.(keys) ?? true)) continue;
    if (statement.effect === 'Deny') return 'deny';
    if (answer !== 'allow') answer = principal === 'direct' ? 'allow' : 'allowAccount';
  }
  return answer;
}

const refuse = (kind: PolicyKind, explicit: boolean): Decision => ({
  allowed: false,
  kind,
  explicit,
});
