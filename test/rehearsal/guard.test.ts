import { describe, expect, it } from 'vitest';
import type { World } from '../../rehearsal/world.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { isBarred } from './support/is-barred.ts';
import { rehearseShop } from './support/rehearse-shop.ts';

describe('a guard whose tasks are not complete as it ends', () => {
  it('gives up while the version before still stands, says why, and bars nothing where there was no room', async () => {
    const rehearsed = await rehearseShop({}, { seed: 2, prepare: loseTask });
    await expectCleanEnd(rehearsed);
    const { release } = rehearsed;
    expect(release.outcome).toBe('ROLLED_BACK');
    expect(release.reason).toMatch(
      /^1 of 2 targets are healthy, 2\d min after its guard was over: .*unable to place a task/,
    );
    expect(await isBarred(rehearsed)).toBe(false);
  });
});

/** Of the new version, whose tasks are the youngest, as it is guarded. For two hours no other finds room. */
function loseTask({ twin, region, sites }: World): void {
  const ecs = twin.peer('ecs', region);
  const site = sites.find(
    (each) => each.service === 'auth-service' && each.environment === 'production',
  );
  twin.clock.after(110 * MINUTE_MS, async () => {
    ecs.setCapacity(0);
    const youngest = ecs.tasks().findLast(({ serviceName }) => serviceName === site?.serviceName);
    const input = { cluster: youngest?.clusterArn, task: youngest?.taskArn };
    await twin.call({ service: 'ecs', operation: 'StopTask', input, region });
  });
  twin.clock.after(230 * MINUTE_MS, () => ecs.setCapacity(Number.POSITIVE_INFINITY));
}

const MINUTE_MS = 60_000;
