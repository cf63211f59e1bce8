// A shop to test with: a cluster, a load balancer with two target groups, and a service. What a test sets is what matters.
import {
  CreateClusterCommand,
  CreateServiceCommand,
  type CreateServiceRequest,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type Service,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ServiceDatum, ServiceEvent } from '../../../twin/host/peers.ts';
import { defineService } from '../../../twin/host/service.ts';
import { ecs } from '../../../twin/services/ecs/index.ts';
import { elasticloadbalancing } from '../../../twin/services/elasticloadbalancing/index.ts';
import { DEFAULT_REGION } from '../../../twin/twin.ts';
import { type Behaviour, wellBehaved } from '../../../twin/users/behaviour.ts';
import { startUsers, type UserGroup } from '../../../twin/users/users.ts';
import { createBehaviourLookup } from '../../../twin/users/versions.ts';
import { startTwin } from './start-twin.ts';

export const REPOSITORY = '123456789012.dkr.ecr.us-east-1.amazonaws.com/shop';

export interface ShopOptions {
  readonly seed?: number;
  /** How versions behave, by tag. Every version starts in ten seconds unless it says otherwise. */
  readonly versions?: Readonly<Record<string, Partial<Behaviour>>>;
  readonly containerInsights?: string;
}

export async function openShop({ seed = 1, versions = {}, containerInsights }: ShopOptions = {}) {
  const events: ServiceEvent[] = [];
  const data: ServiceDatum[] = [];
  const started = startTwin({
    seed,
    services: [ecs, elasticloadbalancing, recordingEvents(events), recordingMetrics(data), images],
  });
  const { twin } = started;
  twin.peer('ecs', DEFAULT_REGION).setBehaviours(behavioursByTag(versions));
  const tasks = started.client(ECSClient);
  const balancing = started.client(ElasticLoadBalancingV2Client);
  const run = async <T>(promise: Promise<T>): Promise<T> => twin.pump.runUntil(promise);

  await run(
    tasks.send(
      new CreateClusterCommand({
        clusterName: 'shop',
        ...(containerInsights
          ? { settings: [{ name: 'containerInsights', value: containerInsights }] }
          : {}),
      }),
    ),
  );
  const balancer = await run(
    balancing.send(new CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-1'] })),
  );
  const loadBalancerArn = balancer.LoadBalancers?.[0]?.LoadBalancerArn ?? '';
  const dnsName = balancer.LoadBalancers?.[0]?.DNSName ?? '';
  const blue = await createGroup('blue');
  const green = await createGroup('green');
  const production = await createListener(80, [
    { TargetGroupArn: blue, Weight: 100 },
    { TargetGroupArn: green, Weight: 0 },
  ]);
  const test = await createListener(9000, [{ TargetGroupArn: blue, Weight: 1 }]);

  async function createGroup(name: string): Promise<string> {
    const { TargetGroups } = await run(
      balancing.send(
        new CreateTargetGroupCommand({
          Name: name,
          Port: 8080,
          Protocol: 'HTTP',
          TargetType: 'ip',
          VpcId: 'vpc-1',
          HealthCheckIntervalSeconds: 10,
          HealthCheckTimeoutSeconds: 5,
          HealthCheckPath: '/health',
        }),
      ),
    );
    return TargetGroups?.[0]?.TargetGroupArn ?? '';
  }

  async function createListener(
    Port: number,
    TargetGroups: { TargetGroupArn: string; Weight: number }[],
  ): Promise<string> {
    const { Listeners } = await run(
      balancing.send(
        new CreateListenerCommand({
          LoadBalancerArn: loadBalancerArn,
          Port,
          Protocol: 'HTTP',
          DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
        }),
      ),
    );
    return Listeners?.[0]?.ListenerArn ?? '';
  }

  return {
    ...started,
    ...{ tasks, balancing, run, events, data, dnsName, loadBalancerArn, production, test },
    groups: { blue, green },

    /** Registers a revision of the shop's task definition that runs the image with this tag. */
    async register(tag: string): Promise<string> {
      const { taskDefinition } = await run(
        tasks.send(
          new RegisterTaskDefinitionCommand({
            family: 'shop',
            networkMode: 'awsvpc',
            requiresCompatibilities: ['FARGATE'],
            cpu: '256',
            memory: '512',
            containerDefinitions: [
              {
                name: 'app',
                image: `${REPOSITORY}:${tag}`,
                portMappings: [{ containerPort: 8080 }],
              },
            ],
          }),
        ),
      );
      return taskDefinition?.taskDefinitionArn ?? '';
    },

    async createService(given: Partial<CreateServiceRequest> = {}): Promise<Service> {
      const { service } = await run(
        tasks.send(
          new CreateServiceCommand({
            cluster: 'shop',
            serviceName: 'shop',
            desiredCount: 2,
            launchType: 'FARGATE',
            networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
            loadBalancers: [{ targetGroupArn: blue, containerName: 'app', containerPort: 8080 }],
            ...given,
          }),
        ),
      );
      return service ?? {};
    },

    async describe(): Promise<Service> {
      const { services } = await run(
        tasks.send(new DescribeServicesCommand({ cluster: 'shop', services: ['shop'] })),
      );
      return services?.[0] ?? {};
    },

    async healthOf(TargetGroupArn: string): Promise<string[]> {
      const answer = await run(balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn })));
      return (answer.TargetHealthDescriptions ?? []).map(({ TargetHealth }) =>
        `${TargetHealth?.State} ${TargetHealth?.Reason ?? ''}`.trim(),
      );
    },

    visit(group: Partial<UserGroup> = {}) {
      return startUsers({
        clock: twin.clock,
        random: twin.random.fork('users'),
        balancing: twin.peer('elasticloadbalancing', DEFAULT_REGION),
        ecs: twin.peer('ecs', DEFAULT_REGION),
        groups: [{ ...shoppers, ...group }],
      });
    },
  };
}

const shoppers: UserGroup = {
  name: 'shoppers',
  listener: { loadBalancer: 'shop', port: 80 },
  requestsPerSecond: 20,
  daily: undefined,
  bursts: undefined,
  requests: [{ method: 'GET', host: undefined, path: '/', headers: {}, weight: 1 }],
  patienceMs: undefined,
};

const behavioursByTag = (versions: Readonly<Record<string, Partial<Behaviour>>>) =>
  createBehaviourLookup([
    ...Object.entries(versions).map(([tag, behaviour]) => ({
      image: { tag },
      behaviour: { ...quick, ...behaviour },
    })),
    { image: {}, behaviour: quick },
  ]);

const quick: Partial<Behaviour> = {
  ...wellBehaved,
  startSeconds: { median: 10, p99: 10 },
};

const recordingEvents = (events: ServiceEvent[]) =>
  defineService({
    id: 'events',
    load: () => import('@aws-sdk/client-eventbridge'),
    create: () => ({
      operations: {},
      peer: { emit: (event: ServiceEvent) => void events.push(event) },
    }),
  });

const recordingMetrics = (data: ServiceDatum[]) =>
  defineService({
    id: 'monitoring',
    load: () => import('@aws-sdk/client-cloudwatch'),
    create: () => ({
      operations: {},
      peer: { publish: (datum: ServiceDatum) => void data.push(datum) },
    }),
  });

/** Every tag exists, save those that begin with `missing`. */
const images = defineService({
  id: 'ecr',
  load: () => import('@aws-sdk/client-ecr'),
  create: () => ({
    operations: {},
    peer: {
      resolve(imageUri: string) {
        const tag = imageUri.split(':')[1] ?? '';
        if (tag.startsWith('missing')) return undefined;
        return {
          repositoryName: 'shop',
          digest: `sha256:${tag}`,
          tags: [tag],
          labels: {},
          architecture: 'amd64',
        };
      },
    },
  }),
});
