// AWS::SecretsManager::Secret
import type * as Sdk from '@aws-sdk/client-secrets-manager';
import { object, pick, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const secrets = callsOf<typeof Sdk>('secretsmanager');

const PASSWORD_LENGTH = 32;

export const secret: ResourceProvider = {
  type: 'AWS::SecretsManager::Secret',
  service: 'secretsmanager',
  replaceOn: ['Name'],
  async create({ properties, stack, name }) {
    const { ARN = '' } = await secrets(stack, 'CreateSecret', {
      ...pick(properties, 'Description', 'KmsKeyId', 'Tags'),
      Name: text(properties, 'Name') ?? name(),
      SecretString: secretString(properties, stack),
    });
    return { physicalId: ARN, attributes: { Id: ARN } };
  },
  async update({ properties, stack, existing }) {
    // A generated secret keeps its value; only what the template writes is written again.
    const SecretString = text(properties, 'SecretString');
    if (SecretString !== undefined) {
      await secrets(stack, 'PutSecretValue', { SecretId: existing.physicalId, SecretString });
    }
    return undefined;
  },
  async delete({ physicalId }, stack) {
    const input = { SecretId: physicalId, ForceDeleteWithoutRecovery: true };
    await secrets(stack, 'DeleteSecret', input);
  },
};

function secretString(properties: Properties, stack: StackHost): string {
  const given = text(properties, 'SecretString');
  if (given !== undefined) return given;
  const wanted = object(properties, 'GenerateSecretString') ?? {};
  const password = stack.twin.ids.alphanumeric(Number(wanted['PasswordLength'] ?? PASSWORD_LENGTH));
  const key = text(wanted, 'GenerateStringKey');
  if (key === undefined) return password;
  const template = JSON.parse(text(wanted, 'SecretStringTemplate') ?? '{}') as Properties;
  return JSON.stringify({ ...template, [key]: password });
}
