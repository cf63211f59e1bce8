import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, it } from 'vitest';
import { openScaling } from '../../aws/scaling.ts';
import type { Site } from '../../core/contract/site.ts';
import { scriptedClient } from './scripted-client.ts';

async function suspended(scalableResourceId: string): Promise<readonly unknown[]> {
  const { client, inputsOf } = scriptedClient<ApplicationAutoScalingClient>({
    RegisterScalableTarget: [{}],
  });
  const scaling = openScaling(client);
  const site = { scalableResourceId } as Site;
  await scaling.hold(site);
  await scaling.release(site);
  return inputsOf('RegisterScalableTarget').map(({ ResourceId, SuspendedState }) => [
    ResourceId,
    SuspendedState.DynamicScalingInSuspended,
  ]);
}

describe('scaling', () => {
  it('is held, and goes on', async () => {
    expect(await suspended('service/cluster/cart')).toEqual([
      ['service/cluster/cart', true],
      ['service/cluster/cart', false],
    ]);
  });

  it('is left alone where a site does not scale', async () => {
    expect(await suspended('')).toEqual([]);
  });
});
