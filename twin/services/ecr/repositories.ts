// Repositories, their settings and their policies.

import type * as Sdk from '@aws-sdk/client-ecr';
import type { Repository as ApiRepository } from '@aws-sdk/client-ecr';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { findRepository } from './lookup.ts';
import { pageOf } from './paging.ts';
import type { EcrState, Repository } from './state.ts';

const TOKEN_MS = 12 * 60 * 60_000;

export const repositoryOperations = (
  host: ServiceHost,
  state: EcrState,
): Operations<typeof Sdk> => ({ ...lifeOf(host, state), ...settingsOf(host, state) });

const lifeOf = (host: ServiceHost, state: EcrState): Operations<typeof Sdk> => ({
  CreateRepository(input) {
    const { repositoryName: name = '', tags = [] } = input;
    if (state.repositories.has(name))
      throw new AwsError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${name}' already exists in the registry with id '${host.account}'`,
      );
    const repository: Repository = {
      name,
      arn: host.arn('ecr', `repository/${name}`),
      uri: `${registry(host)}/${name}`,
      createdAt: host.clock.date(),
      encryption: input.encryptionConfiguration ?? { encryptionType: 'AES256' },
      images: new Map(),
      mutability: input.imageTagMutability ?? 'MUTABLE',
      exclusions: input.imageTagMutabilityExclusionFilters ?? [],
      scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
      policy: undefined,
      lifecycle: undefined,
      lastEvaluatedAt: undefined,
      evaluation: undefined,
    };
    state.repositories.set(name, repository);
    state.tags.set(repository.arn, tags);
    return { repository: apiRepository(host, repository) };
  },
  DescribeRepositories({ repositoryNames, ...page }) {
    const selected = repositoryNames?.map((name) => findRepository(host, state, name)) ?? [
      ...state.repositories.values(),
    ];
    const { page: repositories, nextToken } = pageOf(selected, page);
    return { repositories: repositories.map((each) => apiRepository(host, each)), nextToken };
  },
  DeleteRepository({ repositoryName, force = false }) {
    const repository = findRepository(host, state, repositoryName);
    if (repository.images.size > 0 && !force)
      throw new AwsError(
        'RepositoryNotEmptyException',
        `The repository with name '${repository.name}' in registry with id '${host.account}' cannot be deleted because it still contains images`,
      );
    repository.evaluation?.cancel();
    state.repositories.delete(repository.name);
    return { repository: apiRepository(host, repository) };
  },
});

const settingsOf = (host: ServiceHost, state: EcrState): Operations<typeof Sdk> => ({
  PutImageTagMutability(input) {
    const repository = findRepository(host, state, input.repositoryName);
    repository.mutability = input.imageTagMutability ?? 'MUTABLE';
    repository.exclusions = input.imageTagMutabilityExclusionFilters ?? [];
    const { registryId, repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters } =
      apiRepository(host, repository);
    return { registryId, repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters };
  },
  PutImageScanningConfiguration({ repositoryName, imageScanningConfiguration }) {
    const repository = findRepository(host, state, repositoryName);
    repository.scanOnPush = imageScanningConfiguration?.scanOnPush ?? false;
    return { ...ownerOf(host, repository), imageScanningConfiguration };
  },
  SetRepositoryPolicy({ repositoryName, policyText }) {
    const repository = findRepository(host, state, repositoryName);
    repository.policy = policyText;
    return { ...ownerOf(host, repository), policyText };
  },
  GetRepositoryPolicy({ repositoryName }) {
    const repository = findRepository(host, state, repositoryName);
    return { ...ownerOf(host, repository), policyText: policyOf(host, repository) };
  },
  DeleteRepositoryPolicy({ repositoryName }) {
    const repository = findRepository(host, state, repositoryName);
    const policyText = policyOf(host, repository);
    repository.policy = undefined;
    return { ...ownerOf(host, repository), policyText };
  },
  ListTagsForResource: ({ resourceArn = '' }) => ({
    tags: [...(state.tags.get(resourceArn) ?? [])],
  }),
  TagResource({ resourceArn = '', tags = [] }) {
    const kept = (state.tags.get(resourceArn) ?? []).filter(
      ({ Key }) => !tags.some((tag) => tag.Key === Key),
    );
    state.tags.set(resourceArn, [...kept, ...tags]);
    return {};
  },
  UntagResource({ resourceArn = '', tagKeys = [] }) {
    const kept = (state.tags.get(resourceArn) ?? []).filter(
      ({ Key = '' }) => !tagKeys.includes(Key),
    );
    state.tags.set(resourceArn, kept);
    return {};
  },
  /** A token that opens nothing: there is no registry behind it to log in to. */
  GetAuthorizationToken: () => ({
    authorizationData: [
      {
        authorizationToken: Buffer.from(`AWS:${host.ids.hex(32)}`).toString('base64'),
        expiresAt: new Date(host.clock.now() + TOKEN_MS),
        proxyEndpoint: `https://${registry(host)}`,
      },
    ],
  }),
});

export const registry = ({ account, region }: ServiceHost): string =>
  `${account}.dkr.ecr.${region}.amazonaws.com`;

const ownerOf = (host: ServiceHost, { name }: Repository) => ({
  registryId: host.account,
  repositoryName: name,
});

function policyOf(host: ServiceHost, { name, policy }: Repository): string {
  if (policy !== undefined) return policy;
  throw new AwsError(
    'RepositoryPolicyNotFoundException',
    `Repository policy does not exist for the repository with name '${name}' in the registry with id '${host.account}'`,
  );
}

const apiRepository = (host: ServiceHost, repository: Repository): ApiRepository => ({
  ...ownerOf(host, repository),
  repositoryArn: repository.arn,
  repositoryUri: repository.uri,
  createdAt: repository.createdAt,
  imageTagMutability: repository.mutability,
  ...(repository.exclusions.length === 0
    ? {}
    : { imageTagMutabilityExclusionFilters: [...repository.exclusions] }),
  imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
  encryptionConfiguration: repository.encryption,
});
