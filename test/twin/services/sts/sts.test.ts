import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { sts } from '../../../../twin/services/sts/index.ts';
import { startTwin } from '../../support/start-twin.ts';

const RoleArn = 'arn:aws:iam::123456789012:role/releases/deployer';

const start = () => {
  const started = startTwin({ services: [sts] });
  return { ...started, client: started.client(STSClient) };
};

describe('STS', () => {
  it('knows the account', async () => {
    expect(await start().client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:root',
    });
  });

  it('hands out credentials by which the role is recognised', async () => {
    const { twin, client, clock } = start();
    const { Credentials, AssumedRoleUser } = await client.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'night' }),
    );
    expect(Credentials?.Expiration?.getTime()).toBe(clock.now() + 3_600_000);
    const caller = twin.credentials.callerOf(Credentials?.AccessKeyId ?? '');
    expect(caller).toMatchObject({ kind: 'role', roleArn: RoleArn });
    const identity = await twin
      .client(STSClient, { caller })
      .send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe('arn:aws:sts::123456789012:assumed-role/deployer/night');
    expect(identity.UserId).toBe(AssumedRoleUser?.AssumedRoleId);
    expect(identity.UserId).toMatch(/^AROA[A-Z0-9]{17}:night$/);
  });

  it.each([
    [{ RoleArn: 'deployer' }],
    [{ RoleSessionName: 'two words' }],
    [{ DurationSeconds: 10 }],
  ])('refuses %j', async (input) => {
    const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'night', ...input });
    await expect(start().client.send(command)).rejects.toMatchObject({ name: 'ValidationError' });
  });
});
