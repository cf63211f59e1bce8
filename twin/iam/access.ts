// Lets a request pass in silence, or refuses it in the words of the service that was called.
import type { ServiceId } from '../host/call-context.ts';
import { type IamAccount, keysOf } from './account.ts';
import { type Decision, decideForRole, decideForService } from './decision.ts';
import { type Refusal, refusal, refusalMessage } from './refusal.ts';
import type { AccessRequest } from './request.ts';
import { trusts } from './trust.ts';

/** In their own name, services may do only what these resources' policies let them do. */
const GUARDED = new Set([
  'events:PutEvents',
  'lambda:InvokeFunction',
  'lambda:InvokeFunctionUrl',
  'sns:Publish',
  'sqs:SendMessage',
]);

export function requireAccess(iam: IamAccount, service: ServiceId, request: AccessRequest): void {
  const { caller, action, resource } = request;
  if (action === 'sts:AssumeRole') {
    requireTrust(iam, service, request);
  } else if (caller.kind === 'role') {
    requireForRole(iam, service, request);
  } else if (caller.kind === 'service' && GUARDED.has(action)) {
    const question = { request, keys: keysOf(iam, request) };
    const decision = decideForService(question, iam.lookups.policyOf?.(resource));
    settle(iam, service, request, decision);
  }
}

function requireForRole(iam: IamAccount, service: ServiceId, request: AccessRequest): void {
  const { caller, action, resource } = request;
  const role = iam.roles.get(caller.roleArn ?? caller.arn);
  if (role === undefined) {
    if (iam.unknownRoles === 'refuse') fail(iam, service, { request });
    return;
  }
  const policy = iam.lookups.policyOf?.(resource);
  const asked = `${action} ${resource}`;
  if (policy === undefined && role.allowed.has(asked)) return;
  const decision = decideForRole(role, { request, keys: keysOf(iam, request, role) }, policy);
  settle(iam, service, request, decision);
  if (!decision.allowed) return;
  if (decision.by !== undefined) iam.usage.granted(role.arn, decision.by);
  if (decision.constant) role.allowed.add(asked);
}

/** A role is only assumed with the consent of its trust policy, and of the caller's own where it names accounts. */
function requireTrust(iam: IamAccount, service: ServiceId, request: AccessRequest): void {
  const answer = trusts(iam, request);
  if (answer === 'silent' || answer === 'deny') fail(iam, service, { request });
  if (answer === 'allowAccount' && request.caller.kind === 'role') {
    requireForRole(iam, service, request);
  }
}

function settle(
  iam: IamAccount,
  service: ServiceId,
  request: AccessRequest,
  decision: Decision,
): void {
  if (!decision.allowed) fail(iam, service, { request, because: decision });
}

function fail(iam: IamAccount, service: ServiceId, refused: Refusal): never {
  iam.usage.denied(refused.request, refusalMessage(refused));
  throw refusal(service, refused);
}
