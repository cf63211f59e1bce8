// The shop alive on a twin: users at every door, a port for real clients, and the means to meddle with it.
import type { Assembly } from '../twin/assembly/assembly.ts';
import { type ServedTwin, type Speed, serveTwin } from '../twin/index.ts';
import type { FaultRule } from '../twin/kernel/faults.ts';
import { readScenario } from '../twin/scenario/read-scenario.ts';
import { BEHAVIOUR_LABEL, labelledVersions } from './behaviours.ts';
import { repositoryOf } from './repository.ts';
import { startShopWith } from './shop.ts';
import type { World } from './world.ts';

export interface LiveShop {
  readonly world: World;
  readonly served: ServedTwin;
  push(image: { service: string; tag: string; behaviour: string }): string;
  close(): Promise<void>;
}

export interface LiveShopOptions {
  readonly assembly: Assembly;
  readonly speed: Speed;
  readonly seed: number;
  readonly port: number;
}

const PRODUCTION_RATE = 30;
const STAGING_RATE = 3;
/** Alarms need some minutes of traffic before they are calm. */
const WARM_UP_MS = 6 * 60_000;

export async function openLiveShop({
  assembly,
  speed,
  seed,
  port,
}: LiveShopOptions): Promise<LiveShop> {
  const world = await startShopWith({
    assembly,
    seed,
    scenario: (sites) =>
      readScenario(
        JSON.stringify({
          name: 'shop',
          users: sites.map(({ service, environment, loadBalancerMetricName }) => ({
            name: `${service} ${environment}`,
            listener: { loadBalancer: loadBalancerMetricName.split('/')[1], port: 80 },
            requestsPerSecond: environment === 'staging' ? STAGING_RATE : PRODUCTION_RATE,
          })),
          versions: labelledVersions,
        }),
      ),
  });
  const { twin, region } = world;
  await twin.pump.run(twin.clock.now() + WARM_UP_MS);
  const served = await serveTwin(twin, { speed, port });
  return {
    world,
    served,
    push: ({ service, tag, behaviour }) =>
      twin.peer('ecr', region).push({
        repositoryName: repositoryOf(world, service),
        tags: [tag],
        labels: { [BEHAVIOUR_LABEL]: behaviour },
      }),
    close: () => served.close(),
  };
}

/** Faults that a person may inject, by name. */
export const liveFaults: readonly { name: string; summary: string; rules: readonly FaultRule[] }[] =
  [
    {
      name: 'throttled load balancer',
      summary: 'its API refuses half of all calls',
      rules: [
        { hook: 'call', fault: 'throttle', service: 'elasticloadbalancing', probability: 0.5 },
      ],
    },
    {
      name: 'slow metrics',
      summary: 'CloudWatch tells everything five minutes late',
      rules: [{ hook: 'metric', fault: 'late', delayMs: 300_000 }],
    },
    {
      name: 'lost pushes',
      summary: 'no event tells of a pushed image',
      rules: [{ hook: 'event', fault: 'lost', source: 'aws.ecr' }],
    },
    {
      name: 'dying functions',
      summary: 'one function call in five is killed in the middle',
      rules: [{ hook: 'lambda', fault: 'killed', probability: 0.2 }],
    },
  ];
