/** Who decides: an IAM identity as a signature proves it, and whether two of them can be one person. */

const sessionArn = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;
const userArn = /^arn:([\w-]+):iam::(\d{12}):user\/(?:.*\/)?([^/]+)$/;

/** Roles of IAM Identity Center: AWS itself names their sessions, after the user. */
const pinnedSessionPrefix = 'AWSReservedSSO_';

/** What operators are listed by: `arn:aws:iam::123456789012:role/Name` or `...:user/name`, without paths. */
export function principalOf(identity: string): string {
  const session = sessionArn.exec(identity);
  if (session !== null) return `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
  const user = userArn.exec(identity);
  return user === null ? identity : `arn:${user[1]}:iam::${user[2]}:user/${user[3]}`;
}

/**
 * Equal for identities that may be one person. Whoever assumes an ordinary role chooses the name of the
 * session, so all sessions of such a role count as one.
 */
export function personOf(identity: string): string {
  const role = sessionArn.exec(identity)?.[3] ?? '';
  return role.startsWith(pinnedSessionPrefix) ? identity : principalOf(identity);
}

/** The part that people know: `alice`, or the whole where there is no such part. */
export function shortName(identity: string): string {
  if (identity.endsWith(':root')) return 'root';
  return sessionArn.exec(identity)?.[4] ?? userArn.exec(identity)?.[3] ?? identity;
}
