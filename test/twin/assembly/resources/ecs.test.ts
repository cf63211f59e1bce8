import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { ecr } from '../../../../twin/services/ecr/index.ts';
import { ecs } from '../../../../twin/services/ecs/index.ts';
import { elasticloadbalancing } from '../../../../twin/services/elasticloadbalancing/index.ts';
import { events } from '../../../../twin/services/events/index.ts';
import { monitoring } from '../../../../twin/services/monitoring/index.ts';
import { assemblyWith, judgedTwin } from '../builders.ts';

describe('a service', () => {
  const resources = (DesiredCount: number) => ({
    Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'main' } },
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: 'shop',
        Cpu: '256',
        Memory: '512',
        NetworkMode: 'awsvpc',
        RequiresCompatibilities: ['FARGATE'],
        ContainerDefinitions: [{ Name: 'web', Image: 'public.ecr.aws/nginx/nginx:1' }],
      },
    },
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: {
        Cluster: { Ref: 'Cluster' },
        ServiceName: 'shop',
        LaunchType: 'FARGATE',
        TaskDefinition: { Ref: 'Task' },
        DesiredCount,
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } },
      },
    },
  });

  it('is scaled in place and drained before its cluster goes', async () => {
    const { deploy, client } = judgedTwin([ecr, ecs, elasticloadbalancing, events, monitoring]);
    const deployment = await deploy(assemblyWith(resources(1)));
    const updated = await deployment.update(assemblyWith(resources(2)));
    expect(updated.changes).toMatchObject([{ action: 'update', properties: ['DesiredCount'] }]);
    const { services } = await client(ECSClient).send(
      new DescribeServicesCommand({ cluster: 'main', services: ['shop'] }),
    );
    expect(services?.[0]?.desiredCount).toBe(2);
    const { changes } = await updated.destroy();
    expect(changes.map(({ logicalId }) => logicalId)).toEqual(['Service', 'Task', 'Cluster']);
  });

  it('runs all its tasks when the deployment is asked to wait for them', async () => {
    const { deploy, client } = judgedTwin([ecr, ecs, elasticloadbalancing, events, monitoring]);
    await deploy(assemblyWith(resources(2)), { steady: true });
    const { services } = await client(ECSClient).send(
      new DescribeServicesCommand({ cluster: 'main', services: ['shop'] }),
    );
    expect(services?.[0]?.runningCount).toBe(2);
  });
});
