// The shop, or another app, alive on a twin: users at every door, and a port for real clients.
import type { Assembly } from '../twin/assembly/assembly.ts';
import { type ServedTwin, type Speed, serveTwin } from '../twin/index.ts';
import { readScenario } from '../twin/scenario/read-scenario.ts';
import { doorOf } from './door-of.ts';
import { startShopWith } from './shop.ts';
import { requireServices } from './unfit-app.ts';
import type { World } from './world.ts';

export interface LiveShop {
  readonly world: World;
  readonly served: ServedTwin;
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
/** A shop may live for days; some hours are enough to look back on. */
const TRACE_KEPT = 20_000;
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
    keepTrace: TRACE_KEPT,
    scenario: (sites) =>
      readScenario(
        JSON.stringify({
          name: 'shop',
          users: sites.map((site) => ({
            name: `${site.service} ${site.environment}`,
            listener: doorOf(site),
            requestsPerSecond: site.environment === 'staging' ? STAGING_RATE : PRODUCTION_RATE,
          })),
        }),
      ),
  });
  requireServices(world);
  const { twin } = world;
  await twin.pump.run(twin.clock.now() + WARM_UP_MS);
  const served = await serveTwin(twin, { speed, port });
  return {
    world,
    served,
    close: () => served.close(),
  };
}
