// Where the shop's images are pushed: one immutable repository for each service.
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import type { Spec } from '../../lib/index.ts';

/** Enough to go back for a while; images that serve are never among the oldest. */
const IMAGES_KEPT = 200;

export class RepositoriesStack extends Stack {
  readonly repositories: ReadonlyMap<string, ecr.Repository>;

  constructor(scope: Construct, id: string, specs: readonly Spec[], props?: StackProps) {
    super(scope, id, props);
    this.repositories = new Map(specs.map((spec) => [spec.service, this.define(spec)]));
  }

  private define({ service, repository }: Spec): ecr.Repository {
    return new ecr.Repository(this, service, {
      repositoryName: repository,
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      lifecycleRules: [{ maxImageCount: IMAGES_KEPT }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
