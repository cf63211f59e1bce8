// Secrets as resources: made, described, deleted, restored.
import type * as sdk from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import type { ServiceHost } from '../../host/service.ts';
import { invalidRequest, type Secret, type Store } from './store.ts';
import { type AddVersion, living } from './values.ts';

const PAGE_SIZE = 100;
const DAY_MS = 86_400_000;
const RECOVERY_DAYS = 30;

export function secretOperations(
  host: ServiceHost,
  store: Store,
  addVersion: AddVersion,
): Operations<typeof sdk> {
  return {
    CreateSecret({ Name = '', Description, KmsKeyId, Tags = [], ...value }) {
      validateName(Name);
      requireUnused(store, Name);
      const secret = store.add(Name);
      Object.assign(secret, { description: Description, kmsKeyId: KmsKeyId });
      for (const { Key = '', Value = '' } of Tags) secret.tags.set(Key, Value);
      const named = { ARN: secret.arn, Name };
      if (!hasValue(value)) return named;
      return { ...named, VersionId: addVersion(secret, value).id };
    },
    UpdateSecret({ SecretId, Description, KmsKeyId, ...value }) {
      const secret = living(store, SecretId);
      secret.description = Description ?? secret.description;
      secret.kmsKeyId = KmsKeyId ?? secret.kmsKeyId;
      secret.changedAt = host.clock.date();
      const named = { ARN: secret.arn, Name: secret.name };
      if (!hasValue(value)) return named;
      return { ...named, VersionId: addVersion(secret, value).id };
    },
    DescribeSecret: ({ SecretId }) => {
      const secret = store.secret(SecretId);
      return { ...describe(secret), VersionIdsToStages: stagesOf(secret) };
    },
    ListSecrets({ NextToken, MaxResults = PAGE_SIZE, IncludePlannedDeletion = false }) {
      const all = [...store.secrets.values()].filter(
        ({ deletedAt }) => IncludePlannedDeletion || deletedAt === undefined,
      );
      const { items, next } = page(all, { limit: MaxResults, token: NextToken });
      return {
        SecretList: items.map((secret) => ({
          ...describe(secret),
          SecretVersionsToStages: stagesOf(secret),
        })),
        NextToken: next,
      };
    },
    DeleteSecret({ SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery = false }) {
      const secret = store.secret(SecretId);
      const days = ForceDeleteWithoutRecovery ? 0 : (RecoveryWindowInDays ?? RECOVERY_DAYS);
      const deletionDate = new Date(host.clock.now() + days * DAY_MS);
      secret.deletedAt = host.clock.date();
      const remove = () => {
        // Unless somebody restored it in the meantime.
        if (secret.deletedAt !== undefined) store.secrets.delete(secret.name);
      };
      if (days === 0) remove();
      else host.clock.at(deletionDate.getTime(), remove, 'upkeep');
      return { ARN: secret.arn, Name: secret.name, DeletionDate: deletionDate };
    },
    RestoreSecret({ SecretId }) {
      const secret = store.secret(SecretId);
      secret.deletedAt = undefined;
      return { ARN: secret.arn, Name: secret.name };
    },
    PutResourcePolicy({ SecretId, ResourcePolicy }) {
      const secret = living(store, SecretId);
      secret.policy = ResourcePolicy;
      return { ARN: secret.arn, Name: secret.name };
    },
    GetResourcePolicy({ SecretId }) {
      const secret = store.secret(SecretId);
      return { ARN: secret.arn, Name: secret.name, ResourcePolicy: secret.policy };
    },
    DeleteResourcePolicy({ SecretId }) {
      const secret = living(store, SecretId);
      secret.policy = undefined;
      return { ARN: secret.arn, Name: secret.name };
    },
    TagResource({ SecretId, Tags = [] }) {
      const { tags } = living(store, SecretId);
      for (const { Key = '', Value = '' } of Tags) tags.set(Key, Value);
      return {};
    },
    UntagResource({ SecretId, TagKeys = [] }) {
      const { tags } = living(store, SecretId);
      for (const key of TagKeys) tags.delete(key);
      return {};
    },
  };
}

function validateName(name: string): void {
  if (/^[\w/+=.@!-]{1,512}$/.test(name)) return;
  throw new AwsError(
    'ValidationException',
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  );
}

function requireUnused(store: Store, name: string): void {
  const known = store.secrets.get(name);
  if (known?.deletedAt !== undefined) {
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  if (known !== undefined) {
    throw new AwsError(
      'ResourceExistsException',
      `The operation failed because the secret ${name} already exists.`,
    );
  }
}

const hasValue = ({
  SecretString,
  SecretBinary,
}: {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}): boolean => SecretString !== undefined || SecretBinary !== undefined;

const stagesOf = ({ versions }: Secret): Record<string, string[]> =>
  Object.fromEntries(
    [...versions.values()]
      .filter(({ stages }) => stages.size > 0)
      .map(({ id, stages }) => [id, [...stages]]),
  );

const describe = (secret: Secret) => ({
  ARN: secret.arn,
  Name: secret.name,
  Description: secret.description,
  KmsKeyId: secret.kmsKeyId,
  CreatedDate: secret.createdAt,
  LastChangedDate: secret.changedAt,
  DeletedDate: secret.deletedAt,
  Tags: [...secret.tags].map(([Key, Value]) => ({ Key, Value })),
});
