import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeThreshold } from '../../../core/analysis/judge-threshold.ts';
import type { Sample, Threshold } from '../../../core/analysis/threshold.ts';
import { errorRate, second } from '../builders.ts';

const window = { from: second(0), to: second(300) };
const latency: Threshold = {
  kind: 'level',
  metric: 'latency-p95',
  unit: 'milliseconds',
  max: 1000,
  windowSeconds: 300,
  samplesOverMax: 2,
};
const health: Threshold = {
  kind: 'run',
  metric: 'failed-health-checks',
  unit: 'consecutive',
  max: 3,
  windowSeconds: 300,
};

const rates = (...minutes: readonly (readonly [number, number])[]): readonly Sample[] =>
  minutes.map(([bad, total], i) => ({ kind: 'ratio', at: second(i * 60), bad, total }));
const levels = (...values: readonly number[]): readonly Sample[] =>
  values.map((value, i) => ({ kind: 'level', at: second(i * 60), value }));
/** `F` failed, `.` passed, a space is a minute without data. */
const checks = (text: string): readonly Sample[] =>
  [...text].flatMap((mark, i): Sample[] =>
    mark === ' ' ? [] : [{ kind: 'run', at: second(i * 10), failed: mark === 'F' }],
  );

describe('a ratio', () => {
  it.each<[string, readonly Sample[], string, number | null]>([
    ['exactly at the limit', rates([5, 100]), 'pass', 5],
    ['just above the limit', rates([51, 1000]), 'fail', 5.1],
    ['without an error', rates([0, 100]), 'pass', 0],
    ['a bad quiet minute beside a good busy one', rates([5, 10], [0, 990]), 'pass', 0.5],
    ['too few requests, all of them bad', rates([49, 49]), 'inconclusive', null],
    ['just enough requests', rates([50, 50]), 'fail', 100],
    ['no data', [], 'inconclusive', null],
    ['minutes in which nobody came', rates([0, 0], [0, 0]), 'inconclusive', null],
  ])('%s: %#', (_case, samples, outcome, value) => {
    expect(judgeThreshold(errorRate, samples, window)).toMatchObject({ outcome, value });
  });

  it('never divides by zero, whatever minimum is asked for', () => {
    const lenient = { ...errorRate, requestsMin: 0 } as Threshold;
    expect(judgeThreshold(lenient, rates([0, 0]), window).outcome).toBe('inconclusive');
  });

  it('carries everything that the verdict rests on', () => {
    expect(judgeThreshold(errorRate, rates([73, 1000]), window)).toEqual({
      outcome: 'fail',
      metric: 'error-rate',
      value: 7.3,
      threshold: 5,
      unit: 'percent',
      window,
      sampleCount: 1,
      reason: 'error-rate 7.3 % is above 5 % (73 of 1000 requests in 300 s)',
    });
  });
});

describe('a level', () => {
  it.each<[string, readonly number[], string, number | null]>([
    ['one sample above, which may be noise', [1500, 200, 200], 'pass', 200],
    ['two samples above', [1500, 200, 1001], 'fail', 1001],
    ['two samples at the limit', [1000, 1000], 'pass', 1000],
    ['fewer samples than it takes', [1500], 'inconclusive', null],
    ['no data', [], 'inconclusive', null],
  ])('%s: %#', (_case, values, outcome, value) => {
    expect(judgeThreshold(latency, levels(...values), window)).toMatchObject({ outcome, value });
  });
});

describe('a run of failed health checks', () => {
  it.each<[string, string, string, number]>([
    ['three in a row are tolerated', 'FFF.FFF', 'pass', 3],
    ['the fourth is a breach', '.FFFF.', 'fail', 4],
    ['four with a pass between are none', 'FF.FF', 'pass', 2],
    ['a gap does not break a run', 'FF  FF', 'fail', 4],
    ['a gap does not lengthen a run', 'FFF   ', 'pass', 3],
    ['a breach stays one after recovery', 'FFFF......', 'fail', 4],
    ['nothing failed', '....', 'pass', 0],
  ])('%s: %s', (_case, text, outcome, value) => {
    expect(judgeThreshold(health, checks(text), window)).toMatchObject({ outcome, value });
  });

  it('says nothing without data', () => {
    expect(judgeThreshold(health, [], window).outcome).toBe('inconclusive');
  });
});

describe('judgeThreshold', () => {
  it('looks at the window only: from its first moment, up to but not including its last', () => {
    const at = (seconds: number): Sample => ({ kind: 'level', at: second(seconds), value: 2000 });
    const one: Threshold = { ...latency, samplesOverMax: 1 };
    expect(judgeThreshold(one, [at(-1), at(300)], window).outcome).toBe('inconclusive');
    expect(judgeThreshold(one, [at(0)], window).outcome).toBe('fail');
    expect(judgeThreshold(one, [at(299)], window).outcome).toBe('fail');
  });

  it('does not read samples of another kind', () => {
    expect(judgeThreshold(latency, rates([100, 100], [100, 100]), window).outcome).toBe(
      'inconclusive',
    );
  });

  it('gives the same finding for the same samples in any order', () => {
    const anySamples = fc.constantFrom('FFFF.', 'F.F.F', '.FFF.').map(checks);
    const shuffled = anySamples.chain((samples) =>
      fc
        .shuffledSubarray([...samples], { minLength: samples.length })
        .map((mixed) => ({ samples, mixed })),
    );
    fc.assert(
      fc.property(shuffled, ({ samples, mixed }) => {
        expect(judgeThreshold(health, mixed, window)).toEqual(
          judgeThreshold(health, samples, window),
        );
      }),
    );
  });

  it('never passes on less data than it failed to judge with none', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { maxLength: 5 }), (minutes) => {
        const samples = rates(...minutes.map(([a, b]) => [Math.min(a, b), b] as const));
        const { outcome, value } = judgeThreshold(errorRate, samples, window);
        expect(outcome === 'inconclusive').toBe(value === null);
        if (value !== null) expect(outcome).toBe(value > 5 ? 'fail' : 'pass');
      }),
    );
  });
});
