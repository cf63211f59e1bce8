// Who makes a call. Policies are evaluated for it, and the trace names it.

export interface Caller {
  /** `arn:aws:sts::123456789012:assumed-role/Role/session`, an account root, or a service principal. */
  readonly arn: string;
  readonly account: string;
  readonly kind: 'account' | 'role' | 'service';
  /** The role whose policies decide, for kind `role`. */
  readonly roleArn?: string;
  /** `events.amazonaws.com` and the like, for kind `service`. */
  readonly principal?: string;
  /** For kind `service`: the resource on whose behalf the service calls (aws:SourceArn). */
  readonly sourceArn?: string;
}

/** Anyone from outside with any credentials: the account itself, which may do everything. */
export const accountCaller = (account: string): Caller => ({
  kind: 'account',
  account,
  arn: `arn:aws:iam::${account}:root`,
});

export const serviceCaller = (account: string, principal: string, sourceArn?: string): Caller => ({
  kind: 'service',
  account,
  principal,
  arn: principal,
  ...(sourceArn === undefined ? {} : { sourceArn }),
});

export const roleCaller = (roleArn: string, session: string): Caller => {
  const [, , , , account = '', path = ''] = roleArn.split(':');
  const roleName = path.split('/').at(-1) ?? path;
  return {
    kind: 'role',
    account,
    roleArn,
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${session}`,
  };
};
