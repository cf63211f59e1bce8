// What the shop's teams bring along for their checks: here, the simplest thing that runs.
import { RemovalPolicy } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Check, Spec } from '../../lib/index.ts';

export interface Owned {
  readonly spec: Spec;
  readonly repository: ecr.IRepository;
}

export class ShopChecks extends Construct {
  /** Roles that the tasks of checks assume. */
  readonly taskRoleArns: readonly string[];

  constructor(scope: Construct, id: string, owned: readonly Owned[]) {
    super(scope, id);
    const made = new Set<string>();
    const roles: string[] = [];
    for (const { spec, repository } of owned) {
      for (const check of spec.environments.flatMap(({ checks }) => checks)) {
        const name = nameOf(check);
        if (name === undefined || made.has(name)) continue;
        made.add(name);
        roles.push(...this.define(check, repository));
      }
    }
    this.taskRoleArns = roles;
  }

  private define(check: Check, repository: ecr.IRepository): readonly string[] {
    if (check.kind === 'lambda') this.defineFunction(check.functionName);
    if (check.kind === 'codebuild') this.defineProject(check.project);
    return check.kind === 'ecs-task' ? this.defineTask(check.taskFamily, repository) : [];
  }

  private defineFunction(functionName: string): void {
    new lambda.Function(this, functionName, {
      functionName,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => ({ ok: true });'),
    });
  }

  private defineProject(projectName: string): void {
    new codebuild.Project(this, projectName, {
      projectName,
      grantReportGroupPermissions: false,
      buildSpec: codebuild.BuildSpec.fromObject({
        version: '0.2',
        phases: { build: { commands: ['npm ci', 'npm test'] } },
      }),
    });
  }

  private defineTask(family: string, repository: ecr.IRepository): readonly string[] {
    const task = new ecs.FargateTaskDefinition(this, family, { family });
    task.addContainer('main', {
      image: ecs.ContainerImage.fromEcrRepository(repository, 'initial'),
      command: ['npm', 'run', 'migrate'],
      logging: ecs.LogDrivers.awsLogs({
        streamPrefix: family,
        logGroup: new logs.LogGroup(this, `${family}-log`, {
          retention: logs.RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      }),
    });
    return [task.taskRole.roleArn, task.obtainExecutionRole().roleArn];
  }
}

const nameOf = (check: Check): string | undefined => {
  switch (check.kind) {
    case 'http':
      return undefined;
    case 'lambda':
      return check.functionName;
    case 'codebuild':
      return check.project;
    case 'ecs-task':
      return check.taskFamily;
  }
};
