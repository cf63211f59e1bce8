// STS: who a caller is, and credentials by which a role is recognised later.
import type * as sdk from '@aws-sdk/client-sts';
import { AwsError } from '../../host/aws-error.ts';
import { type Caller, roleCaller } from '../../host/caller.ts';
import { defineService, type ServiceHost } from '../../host/service.ts';

const ROLE = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const SESSION_SECONDS = { least: 900, normal: 3600, most: 43_200 };

export const sts = defineService<typeof sdk, undefined>({
  id: 'sts',
  load: () => import('@aws-sdk/client-sts'),
  create: (host) => ({
    operations: {
      GetCallerIdentity: (_, { caller }) => ({
        UserId: userIdOf(caller),
        Account: caller.account,
        Arn: caller.arn,
      }),
      AssumeRole({ RoleArn = '', RoleSessionName = '', DurationSeconds }) {
        validate(RoleArn, RoleSessionName, DurationSeconds);
        const caller = roleCaller(RoleArn, RoleSessionName);
        return {
          Credentials: issue(host, caller, DurationSeconds ?? SESSION_SECONDS.normal),
          AssumedRoleUser: { Arn: caller.arn, AssumedRoleId: userIdOf(caller) },
        };
      },
    },
    peer: undefined,
  }),
});

/** The twin does not enforce the expiration: no rehearsal lasts longer with one set of credentials. */
function issue(host: ServiceHost, caller: Caller, seconds: number): sdk.Credentials {
  const { accessKeyId, secretAccessKey, sessionToken } = host.credentials.issue(caller);
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(host.clock.now() + seconds * 1000),
  };
}

function validate(roleArn: string, sessionName: string, seconds: number | undefined): void {
  const invalid = (message: string) => new AwsError('ValidationError', message, { status: 400 });
  if (!ROLE.test(roleArn)) throw invalid(`${roleArn} is invalid`);
  if (!SESSION_NAME.test(sessionName)) {
    throw invalid(
      `1 validation error detected: Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  }
  const { least, most, normal } = SESSION_SECONDS;
  const wanted = seconds ?? normal;
  if (wanted < least || wanted > most) {
    throw invalid(
      `1 validation error detected: Value '${wanted}' at 'durationSeconds' failed to satisfy constraint: Member must be between ${least} and ${most}`,
    );
  }
}

/** An assumed role has `AROA...:session`; the account itself has its own number. */
function userIdOf({ kind, arn, account, roleArn = '' }: Caller): string {
  if (kind !== 'role') return account;
  const letters = [...roleArn].reduce(
    (hash, each) => Math.imul(hash ^ each.charCodeAt(0), 16_777_619),
    0x811c9dc5,
  );
  const id = (letters >>> 0).toString(36).toUpperCase().padStart(7, '0');
  return `AROATWIN${id}${'0'.repeat(21 - 8 - id.length)}:${arn.split('/').at(-1)}`;
}
