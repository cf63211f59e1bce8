import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BakeDecision, type BakeLook, decideBake } from '../../../core/analysis/bake.ts';
import type { Outcome } from '../../../core/analysis/verdict.ts';
import { aFinding, aVerdict, second } from '../builders.ts';

const phase = { bakeSeconds: 900, requestsMin: 100, timeoutSeconds: 4500 };
const pass = aVerdict();
const fail = aVerdict({ outcome: 'fail', reason: 'error-rate 7.3 % is above 5 %' });
const unknown = (metric: string) => {
  const reason = `no data for ${metric}`;
  return aVerdict({
    outcome: 'inconclusive',
    reason,
    findings: [aFinding({ outcome: 'inconclusive', metric, reason })],
  });
};
const unclear = unknown('error-rate');

function aLook(options: Partial<BakeLook> & { readonly after?: number } = {}): BakeLook {
  const { after = 900, ...rest } = options;
  return {
    phase,
    noTraffic: 'hold',
    verdict: pass,
    requests: 100,
    verifiedAt: second(0),
    now: second(after),
    held: false,
    shortened: false,
    ...rest,
  };
}

describe('decideBake', () => {
  it.each<[string, Parameters<typeof aLook>[0], BakeDecision['kind'], string]>([
    ['time and evidence are complete', {}, 'complete', 'all 1 findings pass'],
    ['a second is missing', { after: 899 }, 'keep-baking', 'baked 899 of 900 s'],
    ['a request is missing', { requests: 99 }, 'keep-baking', '99 requests of the 100'],
    ['requests could not be read', { requests: null }, 'keep-baking', 'could not be read'],
    [
      'no request is asked for',
      { requests: null, phase: { ...phase, requestsMin: 0 } },
      'complete',
      '',
    ],
    ['the verdict is unclear', { verdict: unclear }, 'keep-baking', 'no data'],
    ['a breach at once', { verdict: fail, after: 1 }, 'roll-back', '7.3 %'],
    ['a breach while held', { verdict: fail, held: true }, 'roll-back', '7.3 %'],
    ['held though all is well', { held: true }, 'keep-baking', 'held by an operator'],
    [
      'held beyond the timeout',
      { held: true, verdict: unclear, after: 9000 },
      'keep-baking',
      'held',
    ],
    [
      'unclear until the timeout',
      { verdict: unclear, after: 4500 },
      'roll-back',
      'still inconclusive after 4500 s',
    ],
    [
      'too few requests until the timeout',
      { requests: 3, after: 4500 },
      'roll-back',
      '3 requests of the 100',
    ],
    ['good evidence that came late', { after: 5000 }, 'complete', ''],
    ['cut short after a pass', { shortened: true, after: 70, requests: 3 }, 'complete', ''],
    ['a breach though cut short', { shortened: true, verdict: fail }, 'roll-back', '7.3 %'],
    [
      'cut short with nothing known',
      { shortened: true, after: 70, verdict: unclear },
      'keep-baking',
      'no data',
    ],
    ['cut short while held', { shortened: true, held: true }, 'keep-baking', 'held'],
  ])('%s', (_case, options, kind, reason) => {
    const decision = decideBake(aLook(options));
    expect(decision.kind).toBe(kind);
    expect(decision.reason).toContain(reason);
  });

  it('asks for synthetic traffic only where the policy says so and traffic is thin', () => {
    const synthesised = (options: Parameters<typeof aLook>[0]): unknown =>
      decideBake(aLook({ after: 300, requests: 34, ...options }));
    expect(synthesised({ noTraffic: 'synthetic', requests: 3 })).toMatchObject({
      synthesise: '3 requests, on the way to 100',
    });
    expect(synthesised({ noTraffic: 'synthetic', verdict: unclear })).toMatchObject({
      synthesise: 'no data for error-rate',
    });
    expect(synthesised({ noTraffic: 'synthetic' })).toMatchObject({ synthesise: '' });
    // Tasks have memory without requests.
    expect(synthesised({ noTraffic: 'synthetic', verdict: unknown('memory') })).toMatchObject({
      synthesise: '',
    });
    // Metrics are late: of the first minutes nothing is known yet.
    expect(synthesised({ noTraffic: 'synthetic', requests: 3, after: 60 })).toMatchObject({
      synthesise: '',
    });
    expect(synthesised({ noTraffic: 'hold', requests: 3 })).toMatchObject({ synthesise: '' });
  });

  it('never completes without all the time, a pass, the requests and nobody’s objection', () => {
    const outcome = fc.constantFrom<Outcome>('pass', 'fail', 'inconclusive');
    const any = fc.record({
      after: fc.nat(6000),
      outcome,
      requests: fc.option(fc.nat(200)),
      held: fc.boolean(),
      shortened: fc.boolean(),
    });
    fc.assert(
      fc.property(any, ({ after, outcome: said, requests, held, shortened }) => {
        const decision = decideBake(
          aLook({ after, requests, held, shortened, verdict: aVerdict({ outcome: said }) }),
        );
        const ripe = after >= 900 && requests !== null && requests >= 100;
        const complete = said === 'pass' && !held && (ripe || shortened);
        expect(decision.kind === 'complete').toBe(complete);
        if (said === 'fail') expect(decision.kind).toBe('roll-back');
      }),
    );
  });
});
