import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { secretsmanager } from '../../../../twin/services/secretsmanager/index.ts';
import { startTwin } from '../../support/start-twin.ts';

async function startVault() {
  const started = startTwin({ services: [secretsmanager] });
  const client = started.client(SecretsManagerClient);
  const create = (SecretString = 'hunter2') =>
    client.send(new CreateSecretCommand({ Name: 'token', SecretString }));
  const get = (more: Partial<GetSecretValueCommandInput> = {}) =>
    client.send(new GetSecretValueCommand({ SecretId: 'token', ...more }));
  const put = (SecretString: string, VersionStages?: string[]) =>
    client.send(new PutSecretValueCommand({ SecretId: 'token', SecretString, VersionStages }));
  return { ...started, client, create, get, put };
}

describe('a secret', () => {
  it('is read by name and by ARN', async () => {
    const { client, create, get } = await startVault();
    const { ARN, VersionId } = await create();
    expect(ARN).toMatch(/:secret:token-[A-Z0-9]{6}$/);
    expect(await get()).toMatchObject({ SecretString: 'hunter2', VersionStages: ['AWSCURRENT'] });
    expect(await get({ SecretId: ARN })).toMatchObject({ VersionId });
    const { SecretList } = await client.send(new ListSecretsCommand({}));
    expect(SecretList).toMatchObject([{ Name: 'token' }]);
  });

  it('moves its stages with each new value', async () => {
    const { client, create, get, put } = await startVault();
    await create('one');
    await put('two');
    await put('three', ['AWSPENDING']);
    expect(await get()).toMatchObject({ SecretString: 'two' });
    expect(await get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'one' });
    expect(await get({ VersionStage: 'AWSPENDING' })).toMatchObject({ SecretString: 'three' });
    const described = await client.send(new DescribeSecretCommand({ SecretId: 'token' }));
    expect(Object.values(described.VersionIdsToStages ?? {})).toEqual([
      ['AWSPREVIOUS'],
      ['AWSCURRENT'],
      ['AWSPENDING'],
    ]);
  });

  it('can be restored until its window is over', async () => {
    const { client, create, get, pass } = await startVault();
    await create();
    const remove = () =>
      client.send(new DeleteSecretCommand({ SecretId: 'token', RecoveryWindowInDays: 7 }));
    await remove();
    await expect(get()).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await client.send(new RestoreSecretCommand({ SecretId: 'token' }));
    await pass(8 * 86_400);
    expect(await get()).toMatchObject({ SecretString: 'hunter2' });
    await remove();
    await pass(8 * 86_400);
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is never in the trace', async () => {
    const { twin, create, get, put } = await startVault();
    await create('hunter2');
    await put('hunter3');
    await get();
    expect(JSON.stringify(twin.trace.records())).not.toMatch(/hunter/);
  });

  // As AWS was recorded.
  it('refuses what AWS refuses', async () => {
    const { create, get } = await startVault();
    await create();
    await expect(create()).rejects.toMatchObject({
      name: 'ResourceExistsException',
      message: 'The operation failed because the secret token already exists.',
    });
    await expect(get({ VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({
      message:
        "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
    });
    await expect(get({ SecretId: 'none' })).rejects.toMatchObject({
      message: "Secrets Manager can't find the specified secret.",
    });
  });
});
