import { describe, expect, it } from 'vitest';
import { parseAppSpec } from '../../../../twin/services/codedeploy/app-spec.ts';

const YAML = `
version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: "arn:aws:ecs:us-east-1:123456789012:task-definition/auth:2"
        LoadBalancerInfo:
          ContainerName: "app"
          ContainerPort: 8080
        PlatformVersion: "LATEST"
Hooks:
  - BeforeInstall: "check"
  - AfterAllowTestTraffic: "smoke"
`;

const service = (properties: object) => ({
  version: 0.0,
  Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties: properties } }],
});
const minimal = {
  TaskDefinition: 'auth:2',
  LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
};

describe('an AppSpec', () => {
  it('is read from YAML', () => {
    expect(parseAppSpec(YAML)).toEqual({
      spec: {
        taskDefinition: 'arn:aws:ecs:us-east-1:123456789012:task-definition/auth:2',
        containerName: 'app',
        containerPort: 8080,
        platformVersion: 'LATEST',
        network: undefined,
        capacityProviders: undefined,
        hooks: new Map([
          ['BeforeInstall', 'check'],
          ['AfterAllowTestTraffic', 'smoke'],
        ]),
      },
    });
  });

  it.each([0, '0.0', '0'])('is read from JSON with the version %j', (version) => {
    expect(parseAppSpec(JSON.stringify({ ...service(minimal), version }))).toHaveProperty('spec');
  });

  it.each([
    ['nothing', ''],
    ['no document', '{'],
    ['no resource', JSON.stringify({ version: 0, Resources: [] })],
    ['two resources', JSON.stringify({ version: 0, Resources: [{}, {}] })],
    ['no container', JSON.stringify(service({ TaskDefinition: 'auth:2' }))],
    ['another version', JSON.stringify({ ...service(minimal), version: 1 })],
    ['an unknown hook', JSON.stringify({ ...service(minimal), Hooks: [{ Install: 'no' }] })],
  ])('with %s is refused', (_, content) => {
    expect(parseAppSpec(content)).toHaveProperty('problem');
  });
});
