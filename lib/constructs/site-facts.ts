// A site as others need it: as facts in the registry for functions, and as ARNs for permissions.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Site } from '../../core/contract/site.ts';
import { arnIn, familyArns } from './grants.ts';
import type { SiteArns } from './release-permissions.ts';
import type { DeploymentGroupNames, IReleaseSite, TargetGroupNames } from './release-site.ts';

export interface Place {
  readonly service: string;
  readonly environment: string;
}

export function siteFacts(place: Place, site: IReleaseSite): Site {
  const { testListener, deploymentGroup } = site;
  return {
    ...place,
    controller: site.controller,
    clusterName: site.clusterName,
    serviceName: site.serviceName,
    taskDefinitionFamily: site.taskDefinitionFamily,
    containerName: site.containerName,
    containerPort: site.containerPort,
    repositoryUri: site.repository.repositoryUri,
    productionListenerArn: site.productionListenerArn,
    testListenerArn: testListener?.arn ?? '',
    testUrl: testUrl(site),
    tlsName: site.tlsName ?? '',
    loadBalancerMetricName: site.loadBalancerFullName,
    targetGroups: { a: groupFacts(site.targetGroups.a), b: groupFacts(site.targetGroups.b) },
    applicationName: deploymentGroup?.applicationName ?? '',
    deploymentGroupName: deploymentGroup?.deploymentGroupName ?? '',
    scalableResourceId: site.scalableResourceId ?? '',
  };
}

function testUrl({ loadBalancerDnsName, testListener, tlsName }: IReleaseSite): string {
  const [scheme, port] = tlsName === undefined ? ['http', 80] : ['https', 443];
  return `${scheme}://${loadBalancerDnsName}:${testListener?.port ?? port}`;
}

const groupFacts = (group: TargetGroupNames) => ({
  arn: group.targetGroupArn,
  name: group.targetGroupName,
  metricName: group.targetGroupFullName,
});

export function siteArns(scope: Construct, site: IReleaseSite): SiteArns {
  const stack = Stack.of(scope);
  const { deploymentGroup } = site;
  return {
    service: arnIn(stack, 'ecs', `service/${site.clusterName}/${site.serviceName}`),
    taskDefinitionFamily: familyArns(stack, site.taskDefinitionFamily),
    taskRoles: site.taskRoleArns,
    repository: site.repository.repositoryArn,
    listener: site.productionListenerArn,
    listenerRules: arnIn(
      stack,
      'elasticloadbalancing',
      `listener-rule/${site.loadBalancerFullName}/*`,
    ),
    ...(site.scalableResourceId === undefined
      ? {}
      : { scalableTargets: arnIn(stack, 'application-autoscaling', 'scalable-target/*') }),
    ...(deploymentGroup === undefined
      ? {}
      : { codeDeploy: codeDeployArns(stack, deploymentGroup) }),
  };
}

const codeDeployArns = (
  stack: Stack,
  { applicationName, deploymentGroupName }: DeploymentGroupNames,
) => ({
  application: arnIn(stack, 'codedeploy', `application:${applicationName}`),
  deploymentGroup: arnIn(
    stack,
    'codedeploy',
    `deploymentgroup:${applicationName}/${deploymentGroupName}`,
  ),
  configurations: ['CodeDeployDefault.*', 'Spillway-*'].map((name) =>
    arnIn(stack, 'codedeploy', `deploymentconfig:${name}`),
  ),
});
