// Where the shop's images are pushed: one immutable repository for each service.
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as signer from 'aws-cdk-lib/aws-signer';
import type { Construct } from 'constructs';
import type { Spec } from '../../lib/index.ts';

/** Enough to go back for a while. */
const IMAGES_KEPT = 200;
/** An image with such a tag stays: a rule spares what an earlier rule has looked at. */
const HOLD = 'hold-';
const HELD_MAX = 9_999;

const PUSH_ACTIONS = [
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
];

export class RepositoriesStack extends Stack {
  readonly repositories: ReadonlyMap<string, ecr.Repository>;

  constructor(scope: Construct, id: string, specs: readonly Spec[], props?: StackProps) {
    super(scope, id, props);
    this.repositories = new Map(specs.map((spec) => [spec.service, this.define(spec)]));
    this.signImages(specs);
  }

  /** A registry has one signing configuration: another stack of the account must not have one too. */
  private signImages(specs: readonly Spec[]): void {
    const { platformId } = signer.Platform.NOTATION_OCI_SHA384_ECDSA;
    const rules = [...repositoriesBySigner(specs)].map(([profileName, repositories]) => ({
      // The construct of a higher level would leave the name to CloudFormation, and specs name it.
      signingProfileArn: new signer.CfnSigningProfile(this, profileName, {
        profileName,
        platformId,
      }).attrArn,
      repositoryFilters: repositories.map((filter) => ({ filter, filterType: 'WILDCARD_MATCH' })),
    }));
    if (rules.length > 0) new ecr.CfnSigningConfiguration(this, 'Signing', { rules });
  }

  private define({ service, repository: repositoryName }: Spec): ecr.Repository {
    const repository = new ecr.Repository(this, service, {
      repositoryName,
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      lifecycleRules: [
        { rulePriority: 1, tagPrefixList: [HOLD], maxImageCount: HELD_MAX },
        { rulePriority: 2, tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: Duration.days(14) },
        { rulePriority: 3, maxImageCount: IMAGES_KEPT },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // A push starts a release: nobody outside of this account shall be able to.
    repository.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'OnlyThisAccountPushes',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: PUSH_ACTIONS,
        conditions: { StringNotEquals: { 'aws:PrincipalAccount': this.account } },
      }),
    );
    return repository;
  }
}

/** The repositories whose images must be signed, by the profile that the specs ask for. */
function repositoriesBySigner(specs: readonly Spec[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { build, repository } of specs) {
    if (build.signature.kind === 'none') continue;
    const { signer: profile } = build.signature;
    found.set(profile, [...(found.get(profile) ?? []), repository]);
  }
  return found;
}
