import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlarmReading, combine, judge, type Look } from '../../../core/analysis/judge.ts';
import type { Sample } from '../../../core/analysis/threshold.ts';
import type { Outcome } from '../../../core/analysis/verdict.ts';
import { aFinding, errorRate, second } from '../builders.ts';

const minute = (index: number, bad: number, total: number): Sample => ({
  kind: 'ratio',
  at: second(index * 60),
  bad,
  total,
});

function aLook(options: Partial<Look> = {}): Look {
  return {
    thresholds: [errorRate],
    series: { 'error-rate': [minute(8, 0, 100)] },
    alarms: [],
    verifiedAt: second(0),
    now: second(600),
    unwatchedReason: '',
    ...options,
  };
}

describe('combine', () => {
  const anyOutcome = fc.constantFrom<Outcome>('pass', 'fail', 'inconclusive');

  it('lets the worst finding decide', () => {
    fc.assert(
      fc.property(fc.array(anyOutcome, { minLength: 1 }), (outcomes) => {
        const verdict = combine(outcomes.map((outcome) => aFinding({ outcome })));
        const expected = outcomes.includes('fail')
          ? 'fail'
          : outcomes.includes('inconclusive')
            ? 'inconclusive'
            : 'pass';
        expect(verdict.outcome).toBe(expected);
      }),
    );
  });

  it('takes no finding at all for no evidence', () => {
    expect(combine([])).toEqual({
      outcome: 'inconclusive',
      reason: 'nothing was measured',
      findings: [],
    });
  });

  it('gives the reasons of those that decided and no others', () => {
    const findings = [
      aFinding({ outcome: 'fail', reason: 'errors' }),
      aFinding({ outcome: 'inconclusive', reason: 'no latency' }),
      aFinding({ outcome: 'fail', reason: 'memory' }),
    ];
    expect(combine(findings).reason).toBe('errors; memory');
  });
});

describe('judge', () => {
  it('passes on enough good requests', () => {
    expect(judge(aLook())).toMatchObject({ outcome: 'pass', reason: 'all 1 findings pass' });
  });

  it('does not blame the candidate for what came before its weight was verified', () => {
    const series = { 'error-rate': [minute(0, 100, 100), minute(8, 0, 100)] };
    expect(judge(aLook({ series, verifiedAt: second(120) })).outcome).toBe('pass');
    expect(
      judge(aLook({ series: { 'error-rate': [minute(0, 100, 100)] }, verifiedAt: second(120) }))
        .outcome,
    ).toBe('inconclusive');
  });

  it('cuts the last minutes off at the moment when the weight was verified', () => {
    const series = { 'error-rate': [minute(6, 100, 100), minute(8, 0, 100)] };
    expect(judge(aLook({ series, verifiedAt: second(420) })).outcome).toBe('pass');
    expect(judge(aLook({ series, verifiedAt: second(0) })).outcome).toBe('fail');
  });

  it('condemns by the minute in which the weight was verified, and takes nothing good from it', () => {
    const inMinute = (bad: number) => ({ 'error-rate': [minute(8, bad, 100)] });
    const verifiedAt = second(8 * 60 + 20);
    expect(judge(aLook({ series: inMinute(6), verifiedAt })).outcome).toBe('fail');
    expect(judge(aLook({ series: inMinute(0), verifiedAt })).outcome).toBe('inconclusive');
    const minuteBefore = { 'error-rate': [minute(7, 6, 100)] };
    expect(judge(aLook({ series: minuteBefore, verifiedAt })).outcome).toBe('inconclusive');
  });

  it('looks at the last minutes first, so that old good minutes hide no breach', () => {
    const series = { 'error-rate': [minute(0, 0, 10_000), minute(9, 30, 100)] };
    expect(judge(aLook({ series })).outcome).toBe('fail');
  });

  it('judges a quiet service by the whole phase', () => {
    const series = { 'error-rate': [minute(0, 0, 40), minute(9, 0, 20)] };
    const verdict = judge(aLook({ series }));
    expect(verdict.outcome).toBe('pass');
    expect(verdict.findings[0]?.window).toEqual({ from: second(0), to: second(600) });
  });

  it('is inconclusive when a metric is missing altogether', () => {
    expect(judge(aLook({ series: {} }))).toMatchObject({ outcome: 'inconclusive' });
  });

  it('passes where nothing is watched on purpose, and says so', () => {
    expect(judge(aLook({ thresholds: [], unwatchedReason: 'a batch job' }))).toEqual({
      outcome: 'pass',
      reason: 'nothing is watched: a batch job',
      findings: [],
    });
    expect(judge(aLook({ thresholds: [] })).outcome).toBe('inconclusive');
  });

  it.each<[AlarmReading['state'], Outcome, number | null]>([
    ['OK', 'pass', 0],
    ['OVERRIDDEN', 'pass', 1],
    ['ALARM', 'fail', 1],
    ['INSUFFICIENT_DATA', 'inconclusive', null],
    ['MISSING', 'inconclusive', null],
    ['UNREADABLE', 'inconclusive', null],
  ])('takes an alarm that is %s for %s', (state, outcome, value) => {
    const alarms = [{ name: 'api-5xx', state, reason: 'as read', since: null }];
    const verdict = judge(aLook({ alarms }));
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.findings[1]).toMatchObject({
      metric: 'alarm api-5xx',
      value,
      reason: `alarm api-5xx is ${state}: as read`,
    });
  });
});
