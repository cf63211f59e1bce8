// The shop: four services in staging and production, and what their checks need.
import { Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { assertNever } from '../../core/assert.ts';
import type { Check, Spec } from '../../core/spec/spec.ts';
import { ReleasableService } from '../../lib/constructs/releasable-service.ts';

export interface ServicesStackProps extends StackProps {
  readonly specs: readonly Spec[];
  readonly repositories: ReadonlyMap<string, ecr.IRepository>;
}

export class ServicesStack extends Stack {
  readonly vpc: ec2.IVpc;
  readonly cluster: ecs.ICluster;
  /** By service, then by environment. */
  readonly services: ReadonlyMap<string, Readonly<Record<string, ReleasableService>>>;

  constructor(scope: Construct, id: string, props: ServicesStackProps) {
    super(scope, id, props);
    // The interfaces of CDK and its classes disagree about `undefined`, hence the casts.
    this.vpc = new ec2.Vpc(this, 'Network', { maxAzs: 2, natGateways: 1 }) as ec2.IVpc;
    this.cluster = new ecs.Cluster(this, 'Cluster', {
      vpc: this.vpc,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
    }) as ecs.ICluster;
    this.services = new Map(props.specs.map((spec) => [spec.service, this.sites(spec, props)]));
    const checks = props.specs.flatMap(({ environments }) =>
      environments.flatMap((environment) => environment.checks),
    );
    for (const check of unique(checks)) this.defineCheck(check, props);
    for (const spec of props.specs) this.defineAlarms(spec);
  }

  private sites(
    spec: Spec,
    { repositories }: ServicesStackProps,
  ): Readonly<Record<string, ReleasableService>> {
    const repository = repositories.get(spec.service);
    if (repository === undefined) throw new Error(`${spec.service} has no repository`);
    const sites = spec.environments.map(({ name }) => [
      name,
      new ReleasableService(this, `${spec.service}-${name}`, {
        spec,
        environmentName: name,
        vpc: this.vpc,
        cluster: this.cluster,
        repository,
      }),
    ]);
    return Object.fromEntries(sites);
  }

  /** What a team brings along for its checks: here, the simplest thing that runs. */
  private defineCheck(check: Check, { specs, repositories }: ServicesStackProps): void {
    switch (check.kind) {
      case 'http':
        break;
      case 'lambda':
        new lambda.Function(this, check.functionName, {
          functionName: check.functionName,
          runtime: lambda.Runtime.NODEJS_24_X,
          handler: 'index.handler',
          code: lambda.Code.fromInline('exports.handler = async () => ({ ok: true });'),
        });
        break;
      case 'codebuild':
        new codebuild.Project(this, check.project, {
          projectName: check.project,
          buildSpec: codebuild.BuildSpec.fromObject({
            version: '0.2',
            phases: { build: { commands: ['npm ci', 'npm test'] } },
          }),
        });
        break;
      case 'ecs-task':
        this.defineTask(check.taskFamily, { specs, repositories });
        break;
      default:
        assertNever(check);
    }
  }

  private defineTask(
    family: string,
    { specs, repositories }: Pick<ServicesStackProps, 'specs' | 'repositories'>,
  ): void {
    const owner = specs.find(({ service }) => family.startsWith(service));
    const repository = repositories.get(owner?.service ?? '');
    if (repository === undefined) throw new Error(`${family} belongs to no service`);
    const task = new ecs.FargateTaskDefinition(this, family, { family });
    task.addContainer('migrate', {
      image: ecs.ContainerImage.fromEcrRepository(repository, 'initial'),
      command: ['npm', 'run', 'migrate'],
    });
  }

  /** Alarms of the team's own that a spec names. */
  private defineAlarms({ environments }: Spec): void {
    const names = new Set(environments.flatMap(({ alarms }) => alarms.map(({ name }) => name)));
    for (const name of names) {
      new cloudwatch.Alarm(this, name, {
        alarmName: name,
        metric: new cloudwatch.Metric({ namespace: 'Shop', metricName: name }),
        threshold: 10,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    }
  }
}

function unique(checks: readonly Check[]): readonly Check[] {
  const named = checks.map((check): [string, Check] => [
    check.kind === 'lambda'
      ? check.functionName
      : check.kind === 'codebuild'
        ? check.project
        : check.kind === 'ecs-task'
          ? check.taskFamily
          : '',
    check,
  ]);
  return [...new Map(named.filter(([name]) => name !== '')).values()];
}
