// The values of secrets: written as versions, read by version or stage.
import type * as sdk from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import {
  CURRENT,
  forgetDeprecated,
  invalidRequest,
  moveStage,
  notFound,
  type Secret,
  type Store,
  type Version,
} from './store.ts';

interface Value {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
  readonly ClientRequestToken?: string | undefined;
}

export type AddVersion = (secret: Secret, value: Value, stages?: readonly string[]) => Version;

export function createAddVersion(host: ServiceHost): AddVersion {
  return (secret, value, stages = [CURRENT]) => {
    const id = value.ClientRequestToken ?? host.ids.uuid();
    const known = secret.versions.get(id);
    if (known !== undefined) return requireSame(known, value);
    const version: Version = {
      id,
      createdAt: host.clock.date(),
      text: value.SecretString,
      binary: value.SecretBinary,
      stages: new Set(),
    };
    secret.versions.set(id, version);
    secret.changedAt = version.createdAt;
    for (const stage of stages) moveStage(secret, stage, version);
    forgetDeprecated(secret);
    return version;
  };
}

export function valueOperations(store: Store, addVersion: AddVersion): Operations<typeof sdk> {
  return {
    PutSecretValue({ SecretId, VersionStages, ...value }) {
      const secret = living(store, SecretId);
      const version = addVersion(secret, value, VersionStages);
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        VersionStages: [...version.stages],
      };
    },
    GetSecretValue({ SecretId, VersionId, VersionStage }) {
      const secret = living(store, SecretId);
      const version = select(secret, VersionId, VersionStage);
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        VersionStages: [...version.stages],
        CreatedDate: version.createdAt,
        ...(version.text === undefined ? {} : { SecretString: version.text }),
        ...(version.binary === undefined ? {} : { SecretBinary: version.binary }),
      };
    },
    UpdateSecretVersionStage(input) {
      const secret = living(store, input.SecretId);
      const stage = input.VersionStage ?? '';
      if (input.RemoveFromVersionId !== undefined) {
        secret.versions.get(input.RemoveFromVersionId)?.stages.delete(stage);
      }
      if (input.MoveToVersionId !== undefined) {
        moveStage(secret, stage, select(secret, input.MoveToVersionId, undefined));
      }
      return { ARN: secret.arn, Name: secret.name };
    },
    ListSecretVersionIds({ SecretId, IncludeDeprecated = false }) {
      const secret = store.secret(SecretId);
      const versions = [...secret.versions.values()].filter(
        ({ stages }) => IncludeDeprecated || stages.size > 0,
      );
      return {
        ARN: secret.arn,
        Name: secret.name,
        Versions: versions.map(({ id, stages, createdAt }) => ({
          VersionId: id,
          VersionStages: [...stages],
          CreatedDate: createdAt,
          KmsKeyIds: ['DefaultEncryptionKey'],
        })),
      };
    },
  };
}

/** A secret that is marked for deletion can be described, but not used. */
export function living(store: Store, identifier: string | undefined): Secret {
  const secret = store.secret(identifier);
  if (secret.deletedAt !== undefined) {
    throw invalidRequest(
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }
  return secret;
}

function select(secret: Secret, id: string | undefined, stage: string | undefined): Version {
  const missing = (what: string) =>
    notFound(`Secrets Manager can't find the specified secret value for ${what}`);
  if (id !== undefined) {
    const version = secret.versions.get(id);
    if (version === undefined) throw missing(`VersionId: ${id}`);
    if (stage === undefined || version.stages.has(stage)) return version;
    throw invalidRequest(
      'You provided a VersionStage that is not associated to the provided VersionId.',
    );
  }
  const wanted = stage ?? CURRENT;
  const version = [...secret.versions.values()].find(({ stages }) => stages.has(wanted));
  if (version === undefined) throw missing(`staging label: ${wanted}`);
  return version;
}

function requireSame(version: Version, { SecretString, SecretBinary }: Value): Version {
  const bytes = (binary: Uint8Array | undefined) => Buffer.from(binary ?? []).toString('hex');
  if (version.text === SecretString && bytes(version.binary) === bytes(SecretBinary))
    return version;
  throw new AwsError(
    'ResourceExistsException',
    `You can't use ClientRequestToken ${version.id} because that value is already in use for a version of this secret.`,
  );
}
