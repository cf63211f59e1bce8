import { describe, expect, it } from 'vitest';
import { ruleOnApproval } from '../../../core/operate/approval.ts';
import type { Trigger } from '../../../core/release/record.ts';
import { alice, aPlan, aRecord, bob, waiting } from './builders.ts';

const startedBy = (actor: string): Trigger => ({ kind: 'operator', actor, reason: 'asked for' });
const push: Trigger = { kind: 'push', eventId: 'event-1' };
const again: Trigger = { kind: 'rollback', ofReleaseId: 'r-1', reason: 'bad' };

describe('ruleOnApproval', () => {
  it.each([
    ['before the environment', 'GATED', null],
    ['before the next phase', 'BAKING', 1],
  ] as const)('opens the gate %s', (_where, status, phase) => {
    const ruling = ruleOnApproval(aRecord(status, [waiting]), aPlan(), alice);
    const event = { type: 'release.approved', environment: 'production', phase };
    expect(ruling).toMatchObject({ kind: 'entry', event });
  });

  it('opens no gate that nobody stands at', () => {
    expect(ruleOnApproval(aRecord('GATED'), aPlan(), alice).kind).toBe('refused');
    // Waits, but before a phase that asks nobody.
    expect(ruleOnApproval(aRecord('CHECKING', [waiting]), aPlan(), alice).kind).toBe('refused');
  });

  it.each<[string, Trigger, string, string, boolean]>([
    ['somebody else', startedBy(bob), alice, 'entry', true],
    ['whoever started it', startedBy(alice), alice, 'refused', true],
    ['whoever started it, where two eyes do', startedBy(alice), alice, 'entry', false],
    ['anybody, after a push', push, alice, 'entry', true],
    ['anybody, on the way back', again, alice, 'entry', true],
    ['nobody, where nobody said who started it', startedBy('unknown'), alice, 'refused', true],
    [
      'no other session of the same role',
      startedBy('arn:aws:sts::123456789012:assumed-role/Operator/one'),
      'arn:aws:sts::123456789012:assumed-role/Operator/two',
      'refused',
      true,
    ],
    [
      'another user of Identity Center',
      startedBy('arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Ops_1/alice'),
      'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Ops_1/bob',
      'entry',
      true,
    ],
  ])('lets %s approve', (_who, trigger, identity, kind, fourEyes) => {
    const ruling = ruleOnApproval(
      aRecord('GATED', [waiting], { trigger }),
      aPlan(fourEyes),
      identity,
    );
    expect(ruling.kind).toBe(kind);
    if (ruling.kind === 'refused') expect(ruling.status).toBe(403);
  });

  it('counts one person once', () => {
    const given = { type: 'release.approved', environment: 'production', phase: null } as const;
    const approved = aRecord('GATED', [waiting, given]);
    const by = approved.approvals[0]?.by ?? '';
    expect(ruleOnApproval(approved, aPlan(), by).kind).toBe('already');
    expect(ruleOnApproval(approved, aPlan(), alice).kind).toBe('entry');
  });
});
