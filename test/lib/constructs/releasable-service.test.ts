import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { describe, expect, it } from 'vitest';
import { emptyStack, releasable, specWith, templateOf } from './support.ts';

const canary = () => {
  const stack = emptyStack();
  const service = releasable(stack);
  return { service, template: templateOf(stack) };
};

describe('a releasable service with a canary', () => {
  const { service, template } = canary();

  it('leaves deployments to CodeDeploy, which waits at Ready and keeps blue warm', () => {
    template.hasResourceProperties('AWS::ECS::Service', {
      DeploymentController: { Type: 'CODE_DEPLOY' },
    });
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
      AlarmConfiguration: Match.absent(),
      BlueGreenDeploymentConfiguration: {
        DeploymentReadyOption: { ActionOnTimeout: 'STOP_DEPLOYMENT', WaitTimeInMinutes: 2880 },
        TerminateBlueInstancesOnDeploymentSuccess: { Action: 'TERMINATE' },
      },
    });
  });

  it('has two target groups behind a public and an inner listener', () => {
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::TargetGroup', 2);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 80 });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 8443 });
  });

  it('keeps every revision of its task definition', () => {
    template.hasResource('AWS::ECS::TaskDefinition', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { Family: 'shop-production' },
    });
  });

  it('has an alarm for each threshold and target group, and one over all of them', () => {
    const names = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => String(Properties.AlarmName))
      .sort();
    expect(names).toEqual([
      'spillway/shop/production/a/error-rate',
      'spillway/shop/production/a/failed-health-checks',
      'spillway/shop/production/a/latency-p95',
      'spillway/shop/production/b/error-rate',
      'spillway/shop/production/b/failed-health-checks',
      'spillway/shop/production/b/latency-p95',
      'spillway/shop/production/service/cpu',
      'spillway/shop/production/service/memory',
    ]);
    template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 1);
  });

  it('scales with its load', () => {
    expect(service.scalableResourceId).toMatch(/^service\/.+\/.+$/);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: 2,
      MaxCapacity: 6,
    });
  });
});

describe('a releasable service that rolls', () => {
  it('is left to the scheduler of ECS, with its circuit breaker', () => {
    const stack = emptyStack();
    const service = releasable(stack, { spec: specWith({ strategy: '{ kind: rolling }' }) });
    const template = templateOf(stack);
    expect(service.deploymentGroup).toBeUndefined();
    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::TargetGroup', 1);
    template.hasResourceProperties('AWS::ECS::Service', {
      DeploymentController: { Type: 'ECS' },
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
    });
  });
});

describe('the options of a releasable service', () => {
  it('reach the task, the load balancer and the scaling', () => {
    const stack = emptyStack();
    releasable(stack, {
      cpu: 1024,
      memoryLimitMiB: 2048,
      desiredCount: 4,
      desiredCountMax: 20,
      internetFacing: false,
      initialTag: 'v1',
      containerPort: 3000,
    });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::ECS::TaskDefinition', { Cpu: '1024', Memory: '2048' });
    template.hasResourceProperties('AWS::ECS::Service', { DesiredCount: 4 });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internal',
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: 4,
      MaxCapacity: 20,
    });
  });

  it('encrypt both listeners, and send plain requests on', () => {
    const stack = emptyStack();
    const certificate = { certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1' };
    const service = releasable(stack, { https: { certificate, domainName: 'shop.example' } });
    const template = templateOf(stack);
    for (const Port of [443, 8443]) {
      template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
        Port,
        Protocol: 'HTTPS',
        Certificates: [{ CertificateArn: certificate.certificateArn }],
        SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      });
    }
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 80,
      DefaultActions: [
        {
          Type: 'redirect',
          RedirectConfig: { Port: '443', Protocol: 'HTTPS', StatusCode: 'HTTP_301' },
        },
      ],
    });
    expect(service.tlsName).toBe('shop.example');
  });

  it('choose the policy of encryption', () => {
    const stack = emptyStack();
    const https = {
      certificate: { certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1' },
      domainName: 'shop.example',
      sslPolicy: elbv2.SslPolicy.TLS13_13,
    };
    releasable(stack, { https });
    templateOf(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
    });
  });

  it('let only those reach the test listener who are named', () => {
    const stack = emptyStack();
    releasable(stack, { testPeers: [ec2.Peer.ipv4('10.1.0.0/24')] });
    const groups = templateOf(stack).findResources('AWS::EC2::SecurityGroup');
    const open = Object.values(groups)
      .flatMap(({ Properties }) => Properties.SecurityGroupIngress ?? [])
      .filter(({ FromPort }) => FromPort === 8443)
      .map(({ CidrIp }) => CidrIp);
    expect(open).toEqual(['10.1.0.0/24']);
  });

  it('name an environment that the spec has', () => {
    expect(() => releasable(emptyStack(), { environmentName: 'moon' })).toThrow(
      'shop has no environment moon; it has production',
    );
  });
});
