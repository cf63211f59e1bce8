// A shop to test with: a cluster, a load balancer with two target groups, and a service. What a test sets is what matters.
import {
  CreateClusterCommand,
  CreateServiceCommand,
  type CreateServiceRequest,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionRequest,
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
import { ecs } from '../../../twin/services/ecs/index.ts';
import { elasticloadbalancing } from '../../../twin/services/elasticloadbalancing/index.ts';
import { DEFAULT_REGION } from '../../../twin/twin.ts';
import type { Behaviour } from '../../../twin/users/behaviour.ts';
import type { UserGroup } from '../../../twin/users/user-group.ts';
import { startUsers } from '../../../twin/users/users.ts';
import { createBehaviourLookup } from '../../../twin/users/versions.ts';
import { images, recordingEvents, recordingMetrics } from './neighbours.ts';
import { type StartedTwin, startTwin } from './start-twin.ts';

export const REPOSITORY = '123456789012.dkr.ecr.us-east-1.amazonaws.com/shop';

export interface ShopOptions {
  readonly seed?: number;
  /** How versions behave, by tag. Every version starts in ten seconds unless it says otherwise. */
  readonly versions?: Readonly<Record<string, Partial<Behaviour>>>;
  readonly containerInsights?: string;
}

export async function openShop(options: ShopOptions = {}) {
  const events: ServiceEvent[] = [];
  const data: ServiceDatum[] = [];
  /** Names of the alarms that are in ALARM. */
  const ringing = new Set<string>();
  const started = startTwin({
    seed: options.seed ?? 1,
    services: [
      ecs,
      elasticloadbalancing,
      recordingEvents(events),
      recordingMetrics(data, ringing),
      images,
    ],
  });
  const { twin } = started;
  twin.peer('ecs', DEFAULT_REGION).setBehaviours(behavioursByTag(options.versions ?? {}));
  const run = async <T>(promise: Promise<T>): Promise<T> => twin.pump.runUntil(promise);
  const tasks = started.client(ECSClient);
  const { containerInsights: value } = options;
  const settings = value === undefined ? [] : [{ name: 'containerInsights' as const, value }];
  await run(tasks.send(new CreateClusterCommand({ clusterName: 'shop', settings })));
  const front = await buildFront(started);
  return {
    ...started,
    ...front,
    ...{ tasks, run, events, data, ringing },
    ...serviceHelpers({ tasks, run, blue: front.groups.blue }),

    visit: (group: Partial<UserGroup> = {}) =>
      startUsers({
        clock: twin.clock,
        random: twin.random.fork('users'),
        balancing: twin.peer('elasticloadbalancing', DEFAULT_REGION),
        ecs: twin.peer('ecs', DEFAULT_REGION),
        groups: [{ ...shoppers, ...group }],
      }),
  };
}

/** The load balancer: production on port 80 forwards to blue 100 and green 0, test on port 9000 to blue. */
async function buildFront(started: StartedTwin) {
  const balancing = started.client(ElasticLoadBalancingV2Client);
  const { runUntil } = started.pump;
  const created = await runUntil(
    balancing.send(new CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-1'] })),
  );
  const { LoadBalancerArn = '', DNSName = '' } = created.LoadBalancers?.[0] ?? {};
  const group = async (Name: string) => {
    const { TargetGroups } = await runUntil(
      balancing.send(new CreateTargetGroupCommand({ ...GROUP, Name })),
    );
    return TargetGroups?.[0]?.TargetGroupArn ?? '';
  };
  const listener = async (Port: number, weights: Record<string, number>) => {
    const TargetGroups = Object.entries(weights).map(([TargetGroupArn, Weight]) => ({
      TargetGroupArn,
      Weight,
    }));
    const DefaultActions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
    const { Listeners } = await runUntil(
      balancing.send(
        new CreateListenerCommand({ LoadBalancerArn, Port, Protocol: 'HTTP', DefaultActions }),
      ),
    );
    return Listeners?.[0]?.ListenerArn ?? '';
  };
  const groups = { blue: await group('blue'), green: await group('green') };
  return {
    balancing,
    groups,
    loadBalancerArn: LoadBalancerArn,
    dnsName: DNSName,
    production: await listener(80, { [groups.blue]: 100, [groups.green]: 0 }),
    test: await listener(9000, { [groups.blue]: 1 }),

    async healthOf(TargetGroupArn: string): Promise<string[]> {
      const answer = await runUntil(
        balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn })),
      );
      return (answer.TargetHealthDescriptions ?? []).map(({ TargetHealth }) =>
        `${TargetHealth?.State} ${TargetHealth?.Reason ?? ''}`.trim(),
      );
    },
  };
}

function serviceHelpers(shop: {
  readonly tasks: ECSClient;
  readonly blue: string;
  run<T>(promise: Promise<T>): Promise<T>;
}) {
  const { tasks, run, blue } = shop;
  return {
    /** Registers a revision of the shop's task definition that runs the image with this tag. */
    async register(
      tag: string,
      given: Partial<RegisterTaskDefinitionRequest> = {},
    ): Promise<string> {
      const app = { name: 'app', image: `${REPOSITORY}:${tag}` };
      const { taskDefinition } = await run(
        tasks.send(
          new RegisterTaskDefinitionCommand({
            ...REVISION,
            containerDefinitions: [{ ...app, portMappings: [{ containerPort: 8080 }] }],
            ...given,
          }),
        ),
      );
      return taskDefinition?.taskDefinitionArn ?? '';
    },

    async createService(given: Partial<CreateServiceRequest> = {}): Promise<Service> {
      const loadBalancers = [{ targetGroupArn: blue, containerName: 'app', containerPort: 8080 }];
      const { service } = await run(
        tasks.send(new CreateServiceCommand({ ...SERVICE, loadBalancers, ...given })),
      );
      return service ?? {};
    },

    async describe(): Promise<Service> {
      const { services } = await run(
        tasks.send(new DescribeServicesCommand({ cluster: 'shop', services: ['shop'] })),
      );
      return services?.[0] ?? {};
    },
  };
}

const GROUP = {
  Port: 8080,
  Protocol: 'HTTP',
  TargetType: 'ip',
  VpcId: 'vpc-1',
  HealthCheckIntervalSeconds: 10,
  HealthCheckTimeoutSeconds: 5,
  HealthCheckPath: '/health',
} as const;

const REVISION: Omit<RegisterTaskDefinitionRequest, 'containerDefinitions'> = {
  family: 'shop',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
};

const SERVICE: CreateServiceRequest = {
  cluster: 'shop',
  serviceName: 'shop',
  desiredCount: 2,
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
};

const shoppers: UserGroup = {
  name: 'shoppers',
  listener: { loadBalancer: 'shop', port: 80 },
  requestsPerSecond: 20,
  daily: undefined,
  bursts: undefined,
  requests: [{ method: 'GET', host: undefined, path: '/', headers: {}, weight: 1 }],
  patienceMs: undefined,
};

const quick: Partial<Behaviour> = { startSeconds: { median: 10, p99: 10 } };

const behavioursByTag = (versions: Readonly<Record<string, Partial<Behaviour>>>) =>
  createBehaviourLookup([
    ...Object.entries(versions).map(([tag, behaviour]) => ({
      image: { tag },
      behaviour: { ...quick, ...behaviour },
    })),
    { image: {}, behaviour: quick },
  ]);
