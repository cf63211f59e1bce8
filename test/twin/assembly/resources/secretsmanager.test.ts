import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { secretsmanager } from '../../../../twin/services/secretsmanager/index.ts';
import { assemblyWith, judgedTwin } from '../builders.ts';

describe('a secret', () => {
  it('is generated into its template', async () => {
    const { deploy, client } = judgedTwin([secretsmanager]);
    await deploy(
      assemblyWith({
        Secret: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: {
            Name: 'db',
            GenerateSecretString: {
              SecretStringTemplate: '{"user":"shop"}',
              GenerateStringKey: 'password',
              PasswordLength: 20,
            },
          },
        },
      }),
    );
    const { SecretString } = await client(SecretsManagerClient).send(
      new GetSecretValueCommand({ SecretId: 'db' }),
    );
    expect(JSON.parse(SecretString ?? '')).toEqual({
      user: 'shop',
      password: expect.stringMatching(/^\w{20}$/),
    });
  });
});
