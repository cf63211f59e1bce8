import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../core/plan/canonical-json.ts';
import { createPlan } from '../../../core/plan/create-plan.ts';
import { assumedContext } from '../../../core/plan/facts.ts';
import { sha256 } from '../../../core/plan/sha256.ts';
import type { Spec } from '../../../core/spec/spec.ts';
import { aCanary, anEnvironment, aPhase, aSpec } from '../builders.ts';

describe('sha256', () => {
  // FIPS 180-4, examples of the Secure Hash Standard.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('gives the digest of the standard (%#)', (text, expected) => {
    expect(sha256(text)).toBe(expected);
  });

  it('agrees with another implementation on any text, at every block boundary', () => {
    const reference = (text: string): string => createHash('sha256').update(text).digest('hex');
    for (let length = 0; length <= 130; length += 1) {
      expect(sha256('x'.repeat(length))).toBe(reference('x'.repeat(length)));
    }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sha256(text)).toBe(reference(text));
      }),
    );
  });
});

describe('canonicalJson', () => {
  it('gives equal values equal text, in whatever order they were built', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });
});

describe('the hash of a plan', () => {
  const hashOf = (spec: Spec): string => {
    const result = createPlan(spec, assumedContext(spec));
    return result.planned ? result.hash : '';
  };

  it('is the same for the same spec', () => {
    expect(hashOf(aSpec())).toBe(hashOf(structuredClone(aSpec())));
    expect(hashOf(aSpec())).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, Spec]>([
    [
      'a bake',
      aSpec({
        environments: [
          anEnvironment({
            strategy: aCanary([
              aPhase(10, { bakeSeconds: 901 }),
              aPhase(25),
              aPhase(50),
              aPhase(100),
            ]),
          }),
        ],
      }),
    ],
    [
      'a threshold',
      aSpec({
        environments: [
          anEnvironment({ thresholds: { ...anEnvironment().thresholds, cpuPercent: 91 } }),
        ],
      }),
    ],
    ['whether going back is safe', aSpec({ rollbackSafe: false })],
    ['the deadline', aSpec({ maxDurationSeconds: 80_000 })],
    ['who is told', aSpec({ notify: [{ kind: 'chat', channel: 'c', events: 'all' }] })],
  ])('changes with %s, so that no approval outlives it', (_what, spec) => {
    expect(hashOf(spec)).not.toBe(hashOf(aSpec()));
  });

  it('does not change with what the plan does not contain', () => {
    expect(hashOf(aSpec({ notes: 'reworded', owner: 'another team' }))).toBe(hashOf(aSpec()));
  });
});
