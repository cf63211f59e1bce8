// One role, one request: every option has a default, so that what a test sets is what matters.

import type { CallContext, ServiceId } from '../../../twin/host/call-context.ts';
import { roleCaller } from '../../../twin/host/caller.ts';
import type { PolicyDocument, Statement } from '../../../twin/iam/document.ts';
import { createIam, type Iam, type IamOptions, type Lookups } from '../../../twin/iam/index.ts';

export const ACCOUNT = '123456789012';
const REGION = 'us-east-1';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/Worker`;
const CALLER = roleCaller(ROLE_ARN, 'session');

export const policy = (...Statement: Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement,
});

export const allow = (
  Action: string | string[],
  Resource: string | string[] = '*',
  Condition?: Statement['Condition'],
): Statement => ({ Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) });

export const deny = (
  Action: string | string[],
  Resource: string | string[] = '*',
  Condition?: Statement['Condition'],
): Statement => ({ ...allow(Action, Resource, Condition), Effect: 'Deny' });

export const trusting = (Service: string, Condition?: Statement['Condition']): PolicyDocument =>
  policy({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service },
    ...(Condition && { Condition }),
  });

export function iamWith(
  statements: readonly Statement[],
  options: Partial<IamOptions> & { boundary?: PolicyDocument; lookups?: Lookups } = {},
): Iam {
  const iam = createIam({
    account: ACCOUNT,
    now: () => new Date('2027-01-11T09:00:00Z'),
    lookups: {},
    ...options,
  });
  const boundaryArn = `arn:aws:iam::${ACCOUNT}:policy/Boundary`;
  if (options.boundary) iam.roles.putManaged(boundaryArn, options.boundary);
  iam.roles.put({
    arn: ROLE_ARN,
    trust: trusting('lambda.amazonaws.com'),
    ...(options.boundary && { boundaryArn }),
  });
  iam.roles.putInline(ROLE_ARN, 'Inline', policy(...statements));
  return iam;
}

export const context = (
  service: ServiceId,
  operation: string,
  overrides: Partial<CallContext> = {},
): CallContext => ({
  service,
  operation,
  account: ACCOUNT,
  region: REGION,
  caller: CALLER,
  requestId: 'request',
  ...overrides,
});

export interface Call extends Partial<CallContext> {
  readonly service: ServiceId;
  readonly operation: string;
  readonly input?: object;
}

/** The message of the refusal, or undefined where the call is allowed. */
export function refusalOf(iam: Iam, { input = {}, ...call }: Call): string | undefined {
  try {
    iam.authorize(input, context(call.service, call.operation, call));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
