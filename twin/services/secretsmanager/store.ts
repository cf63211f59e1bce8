// Secrets, their versions, and which version each stage points at. Values leave only in answers to their readers.
import { AwsError } from '../../host/aws-error.ts';
import type { ServiceHost } from '../../host/service.ts';

export interface Version {
  readonly id: string;
  readonly createdAt: Date;
  readonly text: string | undefined;
  readonly binary: Uint8Array | undefined;
  readonly stages: Set<string>;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly tags: Map<string, string>;
  readonly versions: Map<string, Version>;
  description: string | undefined;
  kmsKeyId: string | undefined;
  changedAt: Date;
  deletedAt: Date | undefined;
  policy: string | undefined;
}

export interface Store {
  readonly secrets: Map<string, Secret>;
  /** By name or ARN, with or without the six characters that end it. */
  secret(identifier: string | undefined): Secret;
  add(name: string): Secret;
}

export const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

export function createStore(host: ServiceHost): Store {
  const secrets = new Map<string, Secret>();
  return {
    secrets,
    secret(identifier = '') {
      const found =
        secrets.get(identifier) ??
        [...secrets.values()].find(
          ({ arn }) => arn === identifier || arn.slice(0, -7) === identifier,
        );
      if (found === undefined) throw notFound("Secrets Manager can't find the specified secret.");
      return found;
    },
    add(name) {
      const now = host.clock.date();
      const secret: Secret = {
        name,
        arn: host.arn('secretsmanager', `secret:${name}-${host.ids.alphanumeric(6)}`),
        createdAt: now,
        tags: new Map(),
        versions: new Map(),
        description: undefined,
        kmsKeyId: undefined,
        changedAt: now,
        deletedAt: undefined,
        policy: undefined,
      };
      secrets.set(name, secret);
      return secret;
    },
  };
}

export const notFound = (message: string): AwsError =>
  new AwsError('ResourceNotFoundException', message);

export const invalidRequest = (message: string): AwsError =>
  new AwsError('InvalidRequestException', message);

/** Gives the stage to this version alone; what was current becomes previous. */
export function moveStage(secret: Secret, stage: string, version: Version): void {
  const holder = [...secret.versions.values()].find(({ stages }) => stages.has(stage));
  if (holder === version) return;
  holder?.stages.delete(stage);
  version.stages.add(stage);
  if (stage === CURRENT && holder !== undefined) moveStage(secret, PREVIOUS, holder);
}

/** Versions without a stage are deprecated, and in time forgotten: the twin forgets them once there are many. */
const VERSIONS_MAX = 100;

export function forgetDeprecated({ versions }: Secret): void {
  for (const [id, { stages }] of versions) {
    if (versions.size <= VERSIONS_MAX) return;
    if (stages.size === 0) versions.delete(id);
  }
}
