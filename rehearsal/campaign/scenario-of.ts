// The world around the services of a campaign: their users, and what each pushed version is like.
import type { Site } from '../../core/contract/site.ts';
import { readScenario } from '../../twin/scenario/read-scenario.ts';
import type { Scenario } from '../../twin/scenario/schema.ts';
import { doorOf } from '../door-of.ts';
import { type History, pushesOf } from './history.ts';
import { repositoryOf } from './perform.ts';

const USERS_PATIENCE = '3s';

export function scenarioOf(
  name: string,
  sites: readonly Site[],
  historyOf: (site: Site) => History,
): Scenario {
  const users = sites.map((site) => ({
    name: `${site.service} ${site.environment}`,
    listener: doorOf(site),
    patience: USERS_PATIENCE,
    requestsPerSecond: historyOf(site).requestsPerSecond,
  }));
  const versions = sites.flatMap((site) =>
    pushesOf(historyOf(site)).map(({ version, behaviour }) => ({
      image: { repository: repositoryOf(site), tag: version },
      behaviour,
    })),
  );
  return readScenario(JSON.stringify({ name, users, versions }));
}
