// Small worlds for single constructs: every option has a default, so that what a test sets is what matters.
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { readSpec } from '../../../core/spec/index.ts';
import {
  type IReleaseSite,
  ReleasableService,
  type ReleasableServiceProps,
  ReleaseSite,
  type Spec,
} from '../../../lib/index.ts';

export const emptyStack = (): Stack =>
  new Stack(
    new App({
      analyticsReporting: false,
      // Some tests give one orchestrator more services than a stack can hold.
      context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:stackResourceLimit': 0 },
    }),
    'Test',
  );

export const templateOf = (stack: Stack): Template => Template.fromStack(stack);

/** The spec of `shop`, in one environment; `more` is YAML below the environment and below the top. */
export function specWith({
  service = 'shop',
  strategy = '{ kind: canary, phases: [{ weight: 20, bake: 10m }, { weight: 100, bake: 10m }] }',
  environment = '',
  top = '',
}: {
  service?: string;
  strategy?: string;
  environment?: string;
  top?: string;
} = {}): Spec {
  const text = [
    'apiVersion: v1',
    `service: ${service}`,
    'owner: team',
    `repository: test/${service}`,
    top,
    'environments:',
    '  - name: production',
    `    strategy: ${strategy}`,
    environment,
  ];
  const { spec, problems } = readSpec(text.join('\n'));
  if (spec === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  return spec;
}

export function releasable(
  stack: Stack,
  props: Partial<ReleasableServiceProps> = {},
): ReleasableService {
  const vpc = new ec2.Vpc(stack, 'Vpc') as ec2.IVpc;
  return new ReleasableService(stack, 'Service', {
    spec: specWith(),
    environmentName: 'production',
    vpc,
    cluster: new ecs.Cluster(stack, 'Cluster', { vpc }) as ecs.ICluster,
    repository: new ecr.Repository(stack, 'Repository'),
    ...props,
  });
}

const elb = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';

export const existingSite = (name = 'shop'): IReleaseSite =>
  ReleaseSite.fromCodeDeployAttributes({
    clusterName: 'main',
    serviceName: name,
    taskRoleArns: [`arn:aws:iam::123456789012:role/${name}-task`],
    repository: {
      repositoryArn: `arn:aws:ecr:eu-west-1:123456789012:repository/test/${name}`,
      repositoryUri: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/test/${name}`,
    },
    loadBalancerDnsName: 'main.elb.amazonaws.com',
    productionListenerArn: `${elb}:listener/app/main/50dc6c495c0c9188/f2f7dc8efc522ab2`,
    testListener: { arn: `${elb}:listener/app/main/50dc6c495c0c9188/0467ef3c8400ae65`, port: 8443 },
    targetGroupArns: [
      `${elb}:targetgroup/${name}-blue/73e2d6bc24d8a067`,
      `${elb}:targetgroup/${name}-green/9683b2d02a6cabee`,
    ],
    applicationName: `${name}-app`,
    deploymentGroupName: `${name}-group`,
  });

export const rollingSite = (name = 'shop'): IReleaseSite =>
  ReleaseSite.fromRollingAttributes({
    clusterName: 'main',
    serviceName: name,
    taskRoleArns: [],
    repository: { repositoryArn: `arn:aws:ecr:::repository/test/${name}`, repositoryUri: name },
    loadBalancerDnsName: 'main.elb.amazonaws.com',
    productionListenerArn: `${elb}:listener/app/main/50dc6c495c0c9188/f2f7dc8efc522ab2`,
    targetGroupArn: `${elb}:targetgroup/${name}/73e2d6bc24d8a067`,
    autoScaled: false,
  });
