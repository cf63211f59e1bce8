// The build of a service from source: lint, tests, scan, image, push, in CodeBuild. What to run is said here, never by a release.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { BuildStage, Spec } from '../../core/spec/spec.ts';

/** Stages that run a command of the service's own. `image` and `push` are the construct's. */
type CommandStage = Exclude<BuildStage, 'image' | 'push'>;

export interface ReleaseBuildProps {
  /** What `readReleaseSpec` gave; it must build from source. */
  readonly spec: Spec;
  /** Where the code is: a release checks out the commit that was asked for. */
  readonly source: codebuild.ISource;
  readonly repository: ecr.IRepository;
  /**
   * What each stage runs, in the service's directory.
   *
   * @default - `npm run <stage>`, and `npm audit --audit-level=high` to scan
   */
  readonly commands?: Partial<Readonly<Record<CommandStage, string>>>;
  /** @default codebuild.ComputeType.SMALL */
  readonly computeType?: codebuild.ComputeType;
}

const COMMANDS: Readonly<Record<CommandStage, string>> = {
  lint: 'npm run lint',
  unit: 'npm run unit',
  mutation: 'npm run mutation',
  contract: 'npm run contract',
  scan: 'npm audit --audit-level=high',
};

/** The CodeBuild project that a spec names under `build.project`. */
export class ReleaseBuild extends Construct {
  readonly project: codebuild.Project;

  constructor(scope: Construct, id: string, props: ReleaseBuildProps) {
    super(scope, id);
    const { spec, repository } = props;
    const { build } = spec;
    if (build.kind !== 'source') {
      throw new Error(`${spec.service} is not built from source: its build is "${build.kind}"`);
    }
    this.project = new codebuild.Project(this, 'Project', {
      projectName: build.project,
      description: `Builds ${spec.service} for a release`,
      source: props.source,
      buildSpec: buildSpec({ ...COMMANDS, ...props.commands }),
      environment: {
        buildImage: imageFor(spec.architecture),
        computeType: props.computeType ?? codebuild.ComputeType.SMALL,
        // Docker builds the image.
        privileged: true,
      },
      environmentVariables: {
        REPOSITORY_URI: { value: repository.repositoryUri },
        REGISTRY: { value: repository.registryUri },
      },
      timeout: Duration.seconds(build.timeoutSeconds),
      grantReportGroupPermissions: false,
      logging: {
        cloudWatch: {
          logGroup: new logs.LogGroup(this, 'Log', {
            retention: logs.RetentionDays.ONE_MONTH,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        },
      },
    });
    repository.grantPullPush(this.project);
  }
}

/** Images are built for the processors that they run on, without emulation. */
const imageFor = (architecture: Spec['architecture']): codebuild.IBuildImage =>
  architecture === 'arm64'
    ? codebuild.LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0
    : codebuild.LinuxBuildImage.AMAZON_LINUX_2023_5;

/**
 * One script, the same for every release. What a release asks for comes in as variables, which are only ever
 * expanded between quotes; the list of stages is split into words, and a word that is no stage ends the build.
 */
function buildSpec(commands: Readonly<Record<CommandStage, string>>): codebuild.BuildSpec {
  const script = [
    'set -euf -o pipefail',
    'pattern="^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$"',
    'if ! [[ "$SPILLWAY_VERSION" =~ $pattern ]]; then echo "SPILLWAY_VERSION is no image tag" >&2; exit 2; fi',
    'cd -- "$CODEBUILD_SRC_DIR/$SPILLWAY_DIRECTORY"',
    'image="$REPOSITORY_URI:$SPILLWAY_VERSION"',
    'for stage in $SPILLWAY_STAGES; do',
    '  echo "== $stage"',
    '  case "$stage" in',
    ...Object.entries(commands).map(([stage, command]) => `    ${stage}) ${command} ;;`),
    '    image) docker build --tag "$image" . ;;',
    '    push) aws ecr get-login-password | docker login --username AWS --password-stdin "$REGISTRY"; docker push "$image" ;;',
    '    *) echo "there is no such stage: $stage" >&2; exit 2 ;;',
    '  esac',
    'done',
  ].join('\n');
  return codebuild.BuildSpec.fromObject({
    version: '0.2',
    env: { shell: 'bash' },
    phases: { build: { commands: [script] } },
  });
}
