import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assessGates,
  awaitTurn,
  type GateAssessment,
  type GateFacts,
} from '../../../core/gates/assess-gates.ts';
import { windowOpensIn } from '../../../core/gates/window.ts';
import type { PlannedGate } from '../../../core/plan/plan.ts';
import type { WindowGate } from '../../../core/spec/spec.ts';
import { second } from '../builders.ts';

const approval: PlannedGate = { kind: 'approval', fourEyes: true, timeoutSeconds: 600 };
const freeze: PlannedGate = { kind: 'freeze', timeoutSeconds: 600 };
const soak: PlannedGate = {
  kind: 'soak',
  durationSeconds: 1800,
  environment: 'staging',
  timeoutSeconds: 3600,
};

const facts = (over: Partial<GateFacts> = {}): GateFacts => ({
  environment: 'production',
  phase: null,
  since: second(0),
  now: second(10),
  hold: null,
  approvals: [],
  freeze: null,
  promotedBeforeAt: second(0),
  unmet: [],
  ...over,
});

const given = (over: Partial<GateFacts['approvals'][number]> = {}) => ({
  environment: 'production',
  phase: null,
  by: 'alice',
  at: second(5),
  ...over,
});

describe('gates', () => {
  it('are open where nothing speaks against it, and say what was asked', () => {
    expect(assessGates([approval, freeze], facts({ approvals: [given()] }))).toEqual({
      kind: 'open',
      passed: ['hold', 'dependencies', 'approval', 'freeze'],
    });
  });

  // What is different -> which gate is closed, why, when to look again, and until when at most.
  it.each<[string, readonly PlannedGate[], Partial<GateFacts>, object]>([
    [
      'a hold',
      [],
      { hold: { by: 'bob', reason: 'lunch', since: second(0), needsPerson: false } },
      { gate: 'hold', reason: 'held by bob: lunch', waitSeconds: 60 },
    ],
    [
      'a dependency',
      [],
      { unmet: ['user-service must serve 3'] },
      { gate: 'dependencies', reason: 'user-service must serve 3', waitSeconds: 60 },
    ],
    [
      'no approval yet',
      [approval],
      {},
      { gate: 'approval', reason: 'waits for an approval', waitSeconds: 60, expiresInSeconds: 590 },
    ],
    [
      'an approval of another phase',
      [approval],
      { approvals: [given({ phase: 1 })] },
      { gate: 'approval' },
    ],
    [
      'an approval of another environment',
      [approval],
      { approvals: [given({ environment: 'staging' })] },
      { gate: 'approval' },
    ],
    [
      'a freeze',
      [freeze],
      { freeze: 'black friday' },
      { gate: 'freeze', reason: 'frozen: black friday' },
    ],
    [
      'a soak that lasts',
      [soak],
      {},
      { gate: 'soak', reason: 'soaks 1790 s more', waitSeconds: 1790 },
    ],
    ['a soak in nothing', [soak], { promotedBeforeAt: null }, { gate: 'soak', waitSeconds: 60 }],
    [
      'the end of its time',
      [approval],
      { now: second(590) },
      { gate: 'approval', waitSeconds: 10, expiresInSeconds: 10 },
    ],
  ])('are closed by %s', (_what, gates, over, expected) => {
    expect(assessGates(gates, facts(over))).toMatchObject({ kind: 'closed', ...expected });
  });

  it('expire with what they waited for', () => {
    expect(assessGates([approval], facts({ now: second(600) }))).toEqual({
      kind: 'expired',
      gate: 'approval',
      reason: 'waits for an approval; waited 600 s',
    });
  });

  it('ask in order: what expires first is not what is asked first', () => {
    const over = { freeze: 'now', now: second(599) };
    expect(assessGates([approval, freeze], facts(over))).toMatchObject({ gate: 'approval' });
    const approved = { ...over, approvals: [given()] };
    expect(assessGates([approval, freeze], facts(approved))).toMatchObject({ gate: 'freeze' });
  });

  it.each([
    [null, 10, 60],
    [null, 3000, 300],
    [null, 500_000, 3600],
    [1, 500_000, 300],
  ])(
    'before phase %s, are looked at again after %i s of waiting in %i s',
    (phase, waited, wait) => {
      const hold = { by: 'bob', reason: 'x', since: second(0), needsPerson: false };
      const over = { hold, phase, now: second(waited) };
      expect(assessGates([], facts(over))).toMatchObject({ waitSeconds: wait });
    },
  );

  it('never wait beyond their time, and always at least a second', () => {
    const moment = fc.integer({ min: 0, max: 5_000_000 }).map((ms) => ms / 1000);
    fc.assert(
      fc.property(moment, fc.constantFrom(approval, freeze, soak), (at, gate) => {
        const assessed = assessGates(
          [gate],
          facts({ now: second(at), freeze: 'x', promotedBeforeAt: null }),
        );
        if (assessed.kind !== 'closed') return;
        expect(assessed.waitSeconds).toBeGreaterThanOrEqual(1);
        expect(Number.isInteger(assessed.waitSeconds)).toBe(true);
        expect(assessed.waitSeconds).toBeLessThanOrEqual(assessed.expiresInSeconds);
      }),
    );
  });
});

const office: WindowGate = {
  kind: 'window',
  days: ['mon', 'tue', 'wed', 'thu'],
  fromMinutes: 9 * 60,
  toMinutes: 16 * 60,
  zone: 'Europe/Lisbon',
};

describe('a window', () => {
  it.each([
    ['while it is open', '2027-01-11T09:00:00Z', 0],
    ['at its last minute', '2027-01-11T15:59:59Z', 0],
    ['at its end, until tomorrow', '2027-01-11T16:00:00Z', 17 * 3600],
    ['before it, until then', '2027-01-11T08:30:00Z', 1800],
    ['on the weekend, until Monday', '2027-01-09T12:00:00Z', 45 * 3600],
    ['in summer, by the clock on the wall', '2027-07-12T08:00:00Z', 0],
    ['over the night in which clocks go forward', '2027-03-27T16:00:00Z', 40 * 3600],
  ])('opens %s', (_what, now, seconds) => {
    expect(windowOpensIn(office, now)).toBe(seconds);
  });

  it('is open when it says that it will be', () => {
    const moment = fc.integer({ min: Date.UTC(2027, 0, 1), max: Date.UTC(2028, 0, 1) });
    fc.assert(
      fc.property(moment, (ms) => {
        const seconds = windowOpensIn(office, new Date(ms).toISOString());
        const then = new Date(ms + seconds * 1000).toISOString();
        expect(windowOpensIn(office, then)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a turn', () => {
  const open: GateAssessment = { kind: 'open', passed: ['freeze'] };

  it.each([-5000, 0, 999])('that comes in %i ms is now', (waitMs) => {
    expect(awaitTurn(open, waitMs)).toBe(open);
  });

  it('that comes later is waited for, by whole seconds, and told', () => {
    expect(awaitTurn(open, 12_300)).toEqual({
      kind: 'closed',
      gate: 'turn',
      reason: 'many releases begin; its turn comes in 13 s',
      waitSeconds: 13,
      expiresInSeconds: 13,
    });
  });

  it('opens no gate that is closed', () => {
    const closed = assessGates([freeze], facts({ freeze: 'release day' }));
    expect(awaitTurn(closed, 60_000)).toBe(closed);
  });
});
