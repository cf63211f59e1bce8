import { StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Shop, startShop } from './start-shop.ts';

const CANARY = { deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes' };
const FAULTS = ['throttle', 'lostBefore', 'lostAfter', 'error'] as const;

/** Where production goes, by the target group of the only task set that is left. */
async function settled(shop: Shop) {
  const sets = await shop.taskSets();
  return { weights: await shop.weights(), groups: sets.map(({ group }) => group) };
}

const atBlue = { weights: { 'auth-a': 100, 'auth-b': 0 }, groups: ['auth-a'] };
const atBlueUntouched = { weights: { 'auth-a': 1 }, groups: ['auth-a'] };
const atGreen = { weights: { 'auth-a': 0, 'auth-b': 100 }, groups: ['auth-b'] };

describe('a deployment that is stopped with rollback at any second', () => {
  it('ends with all traffic on one side, one task set, and a free group', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seconds: fc.integer({ min: 0, max: 1100 }),
          seed: fc.integer({ min: 1, max: 1000 }),
          fault: fc.constantFrom(...FAULTS),
          probability: fc.constantFrom(0, 0.1),
        }),
        async ({ seconds, seed, fault, probability }) => {
          const shop = await startShop({ terminationMinutes: 5, seed });
          const id = await shop.create(CANARY);
          shop.twin.faults.add({
            hook: 'call',
            fault,
            probability,
            caller: 'assumed-role/CodeDeploy',
          });
          await shop.pass(seconds);
          await shop.clients.codedeploy
            .send(new StopDeploymentCommand({ deploymentId: id, autoRollbackEnabled: true }))
            .catch((error: Error) =>
              expect(error.name).toBe('DeploymentAlreadyCompletedException'),
            );
          await shop.pass(1200);
          const end = await settled(shop);
          if ((await shop.read(id)).status === 'Succeeded') expect(end).toEqual(atGreen);
          else expect([atBlue, atBlueUntouched]).toContainEqual(end);
          await shop.create();
        },
      ),
      { numRuns: 40 },
    );
  });
});
