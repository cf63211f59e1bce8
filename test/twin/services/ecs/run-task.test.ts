import { RunTaskCommand } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_REGION } from '../../../../twin/twin.ts';
import { openShop } from '../../support/shop.ts';

describe('RunTask', () => {
  it('tells which tasks found no room', async () => {
    const shop = await openShop();
    await shop.register('1');
    shop.twin.peer('ecs', DEFAULT_REGION).setCapacity(1);
    const { tasks, failures } = await shop.run(
      shop.tasks.send(
        new RunTaskCommand({
          cluster: 'shop',
          taskDefinition: 'shop',
          count: 2,
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        }),
      ),
    );
    expect(tasks).toMatchObject([{ lastStatus: 'PROVISIONING', group: 'family:shop' }]);
    expect(failures).toMatchObject([{ reason: expect.stringMatching(/^Capacity is unavailable/) }]);
  });

  it('reports each change of a task with a rising version', async () => {
    const shop = await openShop({ versions: { '1': { job: { seconds: 30, exitCode: 3 } } } });
    await shop.register('1');
    await shop.run(
      shop.tasks.send(
        new RunTaskCommand({
          cluster: 'shop',
          taskDefinition: 'shop',
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        }),
      ),
    );
    await shop.pass(100);
    const changes = shop.events.map(({ detail }) => detail as Record<string, unknown>);
    expect(changes.map(({ lastStatus }) => lastStatus)).toEqual([
      'PROVISIONING',
      'PENDING',
      'ACTIVATING',
      'RUNNING',
      'STOPPING',
      'DEPROVISIONING',
      'STOPPED',
    ]);
    expect(changes.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(changes.at(-1)).toMatchObject({
      containers: [{ imageDigest: 'sha256:1', exitCode: 3 }],
      stoppedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });
});
