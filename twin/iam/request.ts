// What is asked of IAM: one action on one resource by one caller, with the keys that conditions look at.
import type { Caller } from '../host/caller.ts';

/** Condition keys in lower case. A key that is absent was not part of the request. */
export type RequestKeys = ReadonlyMap<string, readonly string[]>;

export interface AccessRequest {
  readonly caller: Caller;
  readonly action: string;
  /** An ARN, or `*` for actions without resource-level permissions. */
  readonly resource: string;
  readonly region: string;
  readonly account: string;
  /** Keys that belong to the service or the resource. */
  readonly keys?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

export interface Surroundings {
  readonly now: Date;
  readonly principalTags: Readonly<Record<string, string>>;
  readonly resourceTags: Readonly<Record<string, string>>;
}

/** The keys of a request, built once and only when a condition or a variable asks for them. */
export function requestKeys(request: AccessRequest, around: () => Surroundings): () => RequestKeys {
  let keys: RequestKeys | undefined;
  return () => {
    keys ??= buildKeys(request, around());
    return keys;
  };
}

function buildKeys(request: AccessRequest, around: Surroundings): RequestKeys {
  const { now, principalTags, resourceTags } = around;
  const keys = new Map<string, readonly string[]>();
  const add = (name: string, value: string | readonly string[] | undefined) => {
    if (value === undefined) return;
    keys.set(name.toLowerCase(), typeof value === 'string' ? [value] : value);
  };
  add('aws:RequestedRegion', request.region);
  add('aws:ResourceAccount', request.account);
  add('aws:SecureTransport', 'true');
  add('aws:ViaAWSService', 'false');
  add('aws:CurrentTime', now.toISOString());
  add('aws:EpochTime', String(Math.floor(now.getTime() / 1000)));
  for (const [name, value] of callerKeys(request.caller)) add(name, value);
  for (const [name, value] of Object.entries(principalTags)) add(`aws:PrincipalTag/${name}`, value);
  for (const [name, value] of Object.entries(resourceTags)) add(`aws:ResourceTag/${name}`, value);
  for (const [name, value] of Object.entries(request.keys ?? {})) add(name, value);
  return keys;
}

function callerKeys(caller: Caller): [name: string, value: string | undefined][] {
  if (caller.kind === 'service') {
    return [
      ['aws:PrincipalIsAWSService', 'true'],
      ['aws:PrincipalServiceName', caller.principal],
      ['aws:SourceArn', caller.sourceArn],
      ['aws:SourceAccount', caller.account],
      // CloudWatch alarms are let in by the default policy of a topic, which looks at this key.
      ['aws:SourceOwner', caller.principal === CLOUDWATCH ? caller.account : undefined],
    ];
  }
  return [
    ['aws:PrincipalIsAWSService', 'false'],
    ['aws:PrincipalAccount', caller.account],
    ['aws:PrincipalArn', caller.roleArn ?? caller.arn],
    ['aws:PrincipalType', caller.kind === 'role' ? 'AssumedRole' : 'Account'],
    ['aws:userid', caller.arn.split('/').slice(-2).join(':')],
  ];
}

const CLOUDWATCH = 'cloudwatch.amazonaws.com';
