import { describe, expect, it } from 'vitest';
import { siteFacts } from '../../../lib/constructs/site-facts.ts';
import { existingSite, rollingSite } from './support.ts';

describe('an existing service', () => {
  it('of CodeDeploy is known by ARNs: names are read from them', () => {
    expect(existingSite('auth')).toMatchObject({
      controller: 'codedeploy',
      taskDefinitionFamily: 'auth',
      containerName: 'auth',
      containerPort: 8080,
      loadBalancerFullName: 'app/main/50dc6c495c0c9188',
      targetGroups: {
        a: {
          targetGroupName: 'auth-blue',
          targetGroupFullName: 'targetgroup/auth-blue/73e2d6bc24d8a067',
        },
        b: { targetGroupName: 'auth-green' },
      },
      deploymentGroup: { applicationName: 'auth-app', deploymentGroupName: 'auth-group' },
      scalableResourceId: 'service/main/auth',
    });
  });

  it('of the ECS scheduler has one target group for both roles, and no test listener', () => {
    const site = rollingSite('catalogue');
    expect(site.controller).toBe('ecs');
    expect(site.targetGroups.a).toBe(site.targetGroups.b);
    expect(site).not.toHaveProperty('deploymentGroup');
    expect(site).not.toHaveProperty('testListener');
    expect(site).not.toHaveProperty('scalableResourceId');
  });
});

describe('where checks go', () => {
  const place = { service: 'shop', environment: 'production' };
  const dns = 'main.elb.amazonaws.com';

  it.each([
    ['the test listener', existingSite(), `http://${dns}:8443`, ''],
    [
      'the test listener, encrypted',
      { ...existingSite(), tlsName: 'shop.example' },
      `https://${dns}:8443`,
      'shop.example',
    ],
    ['the only one that rolls', rollingSite(), `http://${dns}:80`, ''],
    [
      'the only one that rolls, encrypted',
      { ...rollingSite(), tlsName: 'shop.example' },
      `https://${dns}:443`,
      'shop.example',
    ],
  ])('is %s', (_what, site, testUrl, tlsName) => {
    expect(siteFacts(place, site)).toMatchObject({ testUrl, tlsName });
  });
});
