// AccessDenied in the words and with the error name of the service that was called.
import { AwsError } from '../host/aws-error.ts';
import { SOME_RESOURCE } from './actions/table.ts';
import type { PolicyKind } from './decision.ts';
import type { AccessRequest } from './request.ts';

interface Dialect {
  readonly name: string;
  readonly status: number;
}

const JSON_DIALECT: Dialect = { name: 'AccessDeniedException', status: 400 };
const REST_DIALECT: Dialect = { name: 'AccessDeniedException', status: 403 };
const QUERY_DIALECT: Dialect = { name: 'AccessDenied', status: 403 };

const DIALECTS: Readonly<Record<string, Dialect>> = {
  elasticloadbalancing: QUERY_DIALECT,
  monitoring: QUERY_DIALECT,
  s3: QUERY_DIALECT,
  sqs: QUERY_DIALECT,
  sts: QUERY_DIALECT,
  sns: { name: 'AuthorizationErrorException', status: 403 },
  lambda: REST_DIALECT,
  scheduler: REST_DIALECT,
};

export interface Refusal {
  readonly request: AccessRequest;
  /** Absent where the service does not say why. */
  readonly because?: { readonly kind: PolicyKind; readonly explicit: boolean };
}

export function refusal(service: string, refused: Refusal): AwsError {
  const { name, status } = DIALECTS[service] ?? JSON_DIALECT;
  return new AwsError(name, refusalMessage(refused), { status });
}

export function refusalMessage({ request, because }: Refusal): string {
  const { caller, resource } = request;
  // SQS alone writes its actions in lower case.
  const action = request.action.startsWith('sqs:') ? request.action.toLowerCase() : request.action;
  const start = `User: ${caller.arn} is not authorized to perform: ${action}`;
  const named = resource === SOME_RESOURCE ? '*' : resource;
  const on = hidesResource(request) ? start : `${start} on resource: ${named}`;
  if (because === undefined) return on;
  const article = because.kind === 'identity-based policy' ? 'an' : 'a';
  return because.explicit
    ? `${on} with an explicit deny in ${article} ${because.kind}`
    : `${on} because no ${because.kind} allows the ${action} action`;
}

/** Elastic Load Balancing leaves the resource out where there is none to name. */
const hidesResource = ({ action, resource }: AccessRequest): boolean =>
  resource === '*' && action.startsWith('elasticloadbalancing:');
