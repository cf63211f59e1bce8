// A load balancer with two target groups, and a service of two tasks behind the first.
import * as ecsSdk from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';

export async function createBalancer(client: elb.ElasticLoadBalancingV2Client, withTest: boolean) {
  const { LoadBalancers = [] } = await client.send(
    new elb.CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] }),
  );
  const group = async (Name: string) => {
    const { TargetGroups = [] } = await client.send(
      new elb.CreateTargetGroupCommand({
        Name,
        Protocol: 'HTTP',
        Port: 8080,
        VpcId: 'vpc-1',
        TargetType: 'ip',
        HealthCheckIntervalSeconds: 10,
        HealthyThresholdCount: 2,
      }),
    );
    return TargetGroups[0]?.TargetGroupArn ?? '';
  };
  const blue = await group('auth-a');
  const green = await group('auth-b');
  const listener = async (Port: number) => {
    const { Listeners = [] } = await client.send(
      new elb.CreateListenerCommand({
        LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }],
      }),
    );
    return Listeners[0]?.ListenerArn ?? '';
  };
  const production = await listener(80);
  return { blue, green, production, test: withTest ? await listener(8080) : undefined };
}

export async function createService(client: ecsSdk.ECSClient, blue: string): Promise<string> {
  await client.send(new ecsSdk.CreateClusterCommand({ clusterName: 'main' }));
  const { taskDefinition } = await client.send(
    new ecsSdk.RegisterTaskDefinitionCommand({
      family: 'auth',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/Execution',
      containerDefinitions: [
        { name: 'app', image: 'public/auth:1', portMappings: [{ containerPort: 8080 }] },
      ],
    }),
  );
  await client.send(
    new ecsSdk.CreateServiceCommand({
      cluster: 'main',
      serviceName: 'auth',
      taskDefinition: taskDefinition?.taskDefinitionArn,
      desiredCount: 2,
      launchType: 'FARGATE',
      deploymentController: { type: 'CODE_DEPLOY' },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      loadBalancers: [{ targetGroupArn: blue, containerName: 'app', containerPort: 8080 }],
    }),
  );
  return taskDefinition?.taskDefinitionArn ?? '';
}
