// AWS::ECR::Repository
import type * as Sdk from '@aws-sdk/client-ecr';
import { changedProperties, object, pick, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const ecr = callsOf<typeof Sdk>('ecr');

const CREATED = [
  'EncryptionConfiguration',
  'ImageScanningConfiguration',
  'ImageTagMutability',
  'ImageTagMutabilityExclusionFilters',
  'Tags',
];

export const repository: ResourceProvider = {
  type: 'AWS::ECR::Repository',
  service: 'ecr',
  replaceOn: ['RepositoryName', 'EncryptionConfiguration'],
  async create({ properties, stack, name }) {
    const repositoryName = text(properties, 'RepositoryName') ?? name({ lowerCase: true });
    const made = await ecr(stack, 'CreateRepository', {
      ...pick(properties, ...CREATED),
      repositoryName,
    });
    await putPolicies(stack, repositoryName, properties);
    const { repositoryArn: Arn, repositoryUri: RepositoryUri } = made.repository ?? {};
    return { physicalId: repositoryName, attributes: { Arn, RepositoryUri } };
  },
  async update({ properties, stack, existing }) {
    const repositoryName = existing.physicalId;
    const changed = changedProperties(existing.properties, properties);
    if (changed.includes('ImageTagMutability')) {
      const imageTagMutability = text(properties, 'ImageTagMutability') ?? 'MUTABLE';
      await ecr(stack, 'PutImageTagMutability', { repositoryName, imageTagMutability });
    }
    if (changed.includes('ImageScanningConfiguration')) {
      const imageScanningConfiguration = object(properties, 'ImageScanningConfiguration') ?? {};
      const input = { repositoryName, imageScanningConfiguration };
      await stack.attempt('ecr', 'PutImageScanningConfiguration', input);
    }
    await putPolicies(stack, repositoryName, properties);
    return undefined;
  },
  async delete({ physicalId, properties }, stack) {
    const force = properties['EmptyOnDelete'] ?? false;
    await ecr(stack, 'DeleteRepository', { repositoryName: physicalId, force });
  },
};

async function putPolicies(stack: StackHost, repositoryName: string, properties: Properties) {
  const lifecyclePolicyText = object(properties, 'LifecyclePolicy')?.['LifecyclePolicyText'];
  if (lifecyclePolicyText !== undefined) {
    await stack.attempt('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText });
  }
  const policyText = properties['RepositoryPolicyText'];
  if (policyText !== undefined) {
    await stack.attempt('ecr', 'SetRepositoryPolicy', { repositoryName, policyText });
  }
}
