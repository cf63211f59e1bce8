import { describe, expect, it } from 'vitest';
import { openShop } from '../../support/shop.ts';

describe('a service under the ECS controller', () => {
  it('starts its tasks, registers them, and becomes steady', async () => {
    const shop = await openShop();
    await shop.createService({ taskDefinition: await shop.register('1') });
    await shop.pass(60);
    const service = await shop.describe();
    expect(service).toMatchObject({ runningCount: 2, pendingCount: 0 });
    expect(service.deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'COMPLETED' }]);
    expect(service.events?.[0]?.message).toBe('(service shop) has reached a steady state.');
    expect(await shop.healthOf(shop.groups.blue)).toEqual(['healthy', 'healthy']);
  });
});
