// Releases that have ended before a rehearsal begins: services that depend on others look at nothing else.
import { tableKeys } from '../core/contract/table-keys.ts';
import { writeItem } from './ledger.ts';
import type { World } from './world.ts';

/** Versions by service. */
export async function recordServing(
  world: World,
  serving: Readonly<Record<string, string>>,
): Promise<void> {
  for (const { service, environment } of world.sites) {
    const version = serving[service];
    if (version === undefined) continue;
    const stable = { releaseId: 'before', digest: '', version, taskDefinitionArn: '' };
    await writeItem(world, tableKeys.environment(service, environment), {
      stable: JSON.stringify(stable),
    });
  }
}
