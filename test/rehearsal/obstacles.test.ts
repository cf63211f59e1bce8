import { describe, expect, it } from 'vitest';
import type { World } from '../../rehearsal/world.ts';
import { changeBehaviour, createBehaviourLookup } from '../../twin/users/versions.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { rehearseShop } from './support/rehearse-shop.ts';

describe('an image', () => {
  it('that is gone before its release starts is refused', async () => {
    const late = { hook: 'event', fault: 'late', source: 'aws.ecr', delayMs: 60_000 };
    const rehearsed = await rehearseShop({
      timeline: [{ at: '0s', do: 'fault', for: '2m', fault: late }],
      actions: [{ at: '30s', do: 'delete-image' }],
    });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toMatch(/no such image/);
  });

  it('that is deleted in mid-canary is not promoted: its tasks could never be replaced', async () => {
    const rehearsed = await rehearseShop({ actions: [{ at: '25m', do: 'delete-image' }] });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('ROLLED_BACK');
    expect(rehearsed.release.reason).toMatch(/image .* is no longer in/);
  });
});

describe('an alarm that is red before the start', () => {
  it('refuses the release with its reason', async () => {
    const rehearsed = await rehearseShop({}, { prepare: fillMemory });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toMatch(
      /alarm spillway\/auth-service\/staging\/service\/memory is ALARM: memory 95(\.\d+)? %, above 90 %/,
    );
    expect(rehearsed.weights).toEqual([]);
  });
});

function fillMemory({ twin, region }: World): void {
  const initial = { image: { tag: 'initial' }, behaviour: { memoryPercent: 95 } };
  twin.peer('ecs', region).setBehaviours(changeBehaviour(createBehaviourLookup([]), initial));
}

describe('a service without users', () => {
  it('is not promoted on no evidence: held, then taken back', async () => {
    const rehearsed = await rehearseShop('no-traffic');
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('ROLLED_BACK');
    expect(rehearsed.release.reason).toMatch(/inconclusive|requests/);
  });

  it('in production alone is taken back at the first phase', async () => {
    const rehearsed = await rehearseShop({ requestsPerSecond: 0 });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release).toMatchObject({ outcome: 'ROLLED_BACK', environment: 'production' });
    expect(rehearsed.weights).toEqual([10, 0]);
  });
});
