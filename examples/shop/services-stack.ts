// The shop: four services in staging and production, and what their builds and checks need.
import { Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { type HttpsProps, ReleasableService, ReleaseBuild, type Spec } from '../../lib/index.ts';
import { ShopChecks } from './shop-checks.ts';

export interface ServicesStackProps extends StackProps {
  readonly specs: readonly Spec[];
  readonly repositories: ReadonlyMap<string, ecr.IRepository>;
  /** @default - the shop speaks HTTP: it has no name of its own */
  readonly https?: HttpsProps;
}

export class ServicesStack extends Stack {
  readonly vpc: ec2.IVpc;
  readonly cluster: ecs.ICluster;
  readonly checks: ShopChecks;
  /** By service, then by environment. */
  readonly services: ReadonlyMap<string, Readonly<Record<string, ReleasableService>>>;

  constructor(
    scope: Construct,
    id: string,
    { specs, repositories, https, ...props }: ServicesStackProps,
  ) {
    super(scope, id, props);
    // The interfaces of CDK and its classes disagree about `undefined`, hence the casts.
    this.vpc = new ec2.Vpc(this, 'Network', { maxAzs: 2, natGateways: 1 }) as ec2.IVpc;
    this.cluster = new ecs.Cluster(this, 'Cluster', {
      vpc: this.vpc,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
    }) as ecs.ICluster;
    const owned = specs.map((spec) => {
      const repository = repositories.get(spec.service);
      if (repository === undefined) throw new Error(`${spec.service} has no repository`);
      return { spec, repository };
    });
    this.services = new Map(
      owned.map(({ spec, repository }) => [spec.service, this.sites(spec, repository, https)]),
    );
    this.checks = new ShopChecks(this, 'Checks', owned);
    for (const { spec, repository } of owned) {
      if (spec.build.kind === 'source') this.defineBuild(spec, repository);
      this.defineAlarms(spec);
    }
  }

  private sites(
    spec: Spec,
    repository: ecr.IRepository,
    https: HttpsProps | undefined,
  ): Readonly<Record<string, ReleasableService>> {
    const sites = spec.environments.map(({ name }) => [
      name,
      new ReleasableService(this, `${spec.service}-${name}`, {
        spec,
        environmentName: name,
        vpc: this.vpc,
        cluster: this.cluster,
        repository,
        ...(https === undefined ? {} : { https }),
      }),
    ]);
    return Object.fromEntries(sites);
  }

  private defineBuild(spec: Spec, repository: ecr.IRepository): void {
    new ReleaseBuild(this, `${spec.service}-build`, {
      spec,
      repository,
      source: codebuild.Source.gitHub({ owner: 'example', repo: 'shop', reportBuildStatus: false }),
    });
  }

  /** Alarms of the team's own that a spec names. */
  private defineAlarms({ service, environments }: Spec): void {
    const names = new Set(environments.flatMap(({ alarms }) => alarms.map(({ name }) => name)));
    for (const name of names) {
      new cloudwatch.Alarm(this, name, {
        alarmName: name,
        alarmDescription: `An alarm of the team that runs ${service}. The judge of a release looks at it`,
        metric: new cloudwatch.Metric({ namespace: 'Shop', metricName: name }),
        threshold: 10,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    }
  }
}
