import { describe, expect, it } from 'vitest';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { expectEstimate } from './support/expect-estimate.ts';
import { minutesBetween, type Rehearsed, rehearseShop } from './support/rehearse-shop.ts';

const service = { service: 'user-service', version: 'v3.1.0' };

/** What people were told at the door, in order. */
const answers = ({ world }: Rehearsed) =>
  world.twin.trace
    .records()
    .filter(({ kind }) => kind === 'decision')
    .map(({ detail }) => [detail['action'], detail['status']]);

describe('an approval', () => {
  it('that is given lets the release go on, in the name of who gave it', async () => {
    const rehearsed = await rehearseShop(service);
    await expectCleanEnd(rehearsed);
    const { release, events, weights } = rehearsed;
    expect(release.outcome).toBe('PROMOTED');
    expect(weights).toEqual([100]);
    await expectEstimate(rehearsed);
    const waited = events.find((event) => event.type === 'gate.waiting');
    const approved = events.find((event) => event.type === 'release.approved');
    expect(approved?.actor).toMatch(/\/approver$/);
    expect(minutesBetween(waited?.at ?? null, approved?.at ?? null)).toBeLessThan(2);
    expect(rehearsed.report.notices.map(({ subject }) => subject)).toContain(
      'ACTION user-service v3.1.0 wants approval for production',
    );
  });

  it('that is refused ends the release, with production untouched', async () => {
    const actions = [{ at: '60m', do: 'decide', decision: 'reject', by: 'approver' }];
    const rehearsed = await rehearseShop({ ...service, approve: false, actions });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release).toMatchObject({
      outcome: 'CANCELLED',
      reason: 'the scenario wants it',
    });
    expect(rehearsed.weights).toEqual([]);
    expect(answers(rehearsed)).toEqual([['reject', 200]]);
  });

  it('that comes too late changes nothing, and says so', async () => {
    const actions = [{ at: '8h', do: 'decide', decision: 'approve', by: 'approver' }];
    const rehearsed = await rehearseShop({ ...service, approve: false, actions });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toMatch(/approval: waits for an approval; waited 144\d\d s/);
    expect(rehearsed.weights).toEqual([]);
    expect(answers(rehearsed)).toEqual([['approve', 409]]);
  });
});
