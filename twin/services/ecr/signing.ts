// Managed signing: what is pushed into a repository that a rule of the registry names is signed by ECR itself.
import type * as Sdk from '@aws-sdk/client-ecr';
import type { ImageSigningStatus, SigningRule } from '@aws-sdk/client-ecr';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { findImage, findRepository } from './lookup.ts';
import type { EcrState, Repository, SigningRun, StoredImage } from './state.ts';

/** Not published. */
const SIGNING_MS = 5000;

export const signingOperations = (host: ServiceHost, state: EcrState): Operations<typeof Sdk> => ({
  PutSigningConfiguration({ signingConfiguration }) {
    state.signingRules = signingConfiguration?.rules ?? [];
    return { signingConfiguration };
  },
  GetSigningConfiguration() {
    return { registryId: host.account, signingConfiguration: { rules: [...configured(state)] } };
  },
  DeleteSigningConfiguration() {
    const rules = [...configured(state)];
    state.signingRules = undefined;
    return { registryId: host.account, signingConfiguration: { rules } };
  },
  DescribeImageSigningStatus({ repositoryName, imageId }) {
    const repository = findRepository(host, state, repositoryName);
    const image = findImage(host, repository, imageId);
    return {
      registryId: host.account,
      repositoryName: repository.name,
      imageId: { ...imageId, imageDigest: image.digest },
      signingStatuses: image.signings.map(apiStatus),
    };
  },
});

/** Under the identity of whoever pushes: one who may not sign pushes an image that stays unsigned. */
export function startSigning(
  host: ServiceHost,
  state: EcrState,
  to: {
    readonly repository: Repository;
    readonly image: StoredImage;
    readonly maySign: boolean;
  },
): void {
  for (const { signingProfileArn = '', ...rule } of state.signingRules ?? []) {
    if (!covers(rule, to.repository.name)) continue;
    const run: SigningRun = { profileArn: signingProfileArn, status: 'IN_PROGRESS' };
    to.image.signings.push(run);
    host.clock.after(SIGNING_MS, () => {
      run.status = to.maySign ? 'COMPLETE' : 'FAILED';
    });
  }
}

function configured({ signingRules }: EcrState): readonly SigningRule[] {
  if (signingRules !== undefined) return signingRules;
  throw new AwsError(
    'SigningConfigurationNotFoundException',
    'The signing configuration was not found.',
  );
}

/** A rule without filters covers every repository. */
const covers = (
  { repositoryFilters = [] }: Pick<SigningRule, 'repositoryFilters'>,
  name: string,
): boolean =>
  repositoryFilters.length === 0 ||
  repositoryFilters.some(({ filter = '' }) => wildcard(filter).test(name));

const wildcard = (filter: string): RegExp =>
  new RegExp(`^${filter.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

const apiStatus = ({ profileArn, status }: SigningRun): ImageSigningStatus => ({
  signingProfileArn: profileArn,
  status,
  ...(status === 'FAILED'
    ? {
        failureCode: 'AccessDenied',
        failureReason: 'The identity that pushed may not use the profile.',
      }
    : {}),
});
