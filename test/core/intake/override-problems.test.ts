import { describe, expect, it } from 'vitest';
import { overrideProblems, overrideProblemText } from '../../../core/intake/override-problems.ts';
import { alarmsOfPlan } from '../../../core/plan/alarms-of.ts';
import type { Trigger } from '../../../core/release/record.ts';
import { anEnvironment, aSpec } from '../builders.ts';
import { planOf } from '../plan/support.ts';

const watching = alarmsOfPlan(
  planOf(
    aSpec({
      environments: [
        anEnvironment({ name: 'staging' }),
        anEnvironment({ alarms: [{ name: 'orders 5xx', watches: 'service' }] }),
      ],
    }),
  ),
);
const known = 'spillway/auth-service/production/b/error-rate';

const texts = (over: Partial<Extract<Trigger, { kind: 'operator' }>> = {}): readonly string[] =>
  overrideProblems(
    { kind: 'operator', actor: 'ana', reason: 'repairs it', overriddenAlarms: [known], ...over },
    watching,
  ).map(overrideProblemText);

describe('an override of alarms', () => {
  it.each([
    ['an alarm of the last environment', [known]],
    ['one of each', [known, 'spillway/auth-service/staging/service/memory', 'orders 5xx']],
  ])('may name %s', (_what, overriddenAlarms) => {
    expect(texts({ overriddenAlarms })).toEqual([]);
  });

  it.each<[string, Partial<Extract<Trigger, { kind: 'operator' }>>, readonly string[]]>([
    [
      'a slip of the pen',
      { overriddenAlarms: ['spillway/auth-service/production/b/eror-rate'] },
      [
        `E228 $.overrideAlarms[0]: no alarm spillway/auth-service/production/b/eror-rate watches this service; did you mean ${known}?`,
      ],
    ],
    [
      'the alarm of another service',
      { overriddenAlarms: [known, 'spillway/cart/x'] },
      [
        expect.stringMatching(
          /^E228 \$\.overrideAlarms\[1\]: no alarm spillway\/cart\/x watches this service; name one of spillway\/auth-service\/staging\/a\/error-rate, /,
        ),
      ],
    ],
    [
      'no reason',
      { reason: 'asked for' },
      ['E229 $.reason: an override needs a reason; say why: --reason TEXT'],
    ],
    ['a blank reason', { reason: '  ' }, [expect.stringMatching(/^E229 \$\.reason/)]],
    [
      'nobody',
      { actor: 'unknown' },
      ['E229 $.actor: an override needs a name; say who asks: "actor"'],
    ],
    [
      'several of these',
      { actor: '', reason: '', overriddenAlarms: ['x', 'y'] },
      [
        expect.stringMatching(/^E228 \$\.overrideAlarms\[0\]/),
        expect.stringMatching(/^E228 \$\.overrideAlarms\[1\]/),
        expect.stringMatching(/^E229 \$\.reason/),
        expect.stringMatching(/^E229 \$\.actor/),
      ],
    ],
  ])('is refused for %s', (_what, over, expected) => {
    expect(texts(over)).toEqual(expected);
  });

  it('asks nothing of who overrides nothing', () => {
    const plain = { kind: 'operator', actor: 'unknown', reason: 'asked for' } as const;
    expect(overrideProblems(plain, watching)).toEqual([]);
    expect(overrideProblems({ kind: 'reconcile' }, watching)).toEqual([]);
  });
});
