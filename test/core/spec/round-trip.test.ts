/** Parse, print, parse: what is printed with every default spelt out says the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectionSecondsMin, limits } from '../../../core/limits.ts';
import { formatDuration, printSpec, readSpec, type Spec } from '../../../core/spec/index.ts';
import { writeSpec } from './write-spec.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,15}$/).filter((text) => text !== 'spillway');
const bake = fc.integer({ min: detectionSecondsMin, max: 7200 });
/** Parameter Store takes no two opening braces. */
const text = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' })
  .filter((each) => !each.includes('{{'));

/** No spec that was read holds this key; see the table of bad input. */
const labelKey = text.filter((key) => key !== '__proto__');

const weights = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 5 })
  .map((list) => [...list.sort((a, b) => a - b), 100]);

const gate = fc.oneof(
  fc.record({
    kind: fc.constant('approval' as const),
    fourEyes: fc.boolean(),
    timeoutSeconds: fc.integer({ min: 60, max: 3600 }),
  }),
  fc.record({
    kind: fc.constant('soak' as const),
    durationSeconds: fc.integer({ min: 60, max: 3600 }),
  }),
  fc.record({
    kind: fc.constant('window' as const),
    days: fc.constantFrom(['mon' as const], ['sat' as const, 'sun' as const]),
    fromMinutes: fc.integer({ min: 0, max: 719 }),
    toMinutes: fc.integer({ min: 720, max: 1440 }),
    zone: fc.constantFrom('UTC', 'Europe/Lisbon'),
  }),
);

const strategy = fc.oneof(
  fc.record({
    kind: fc.constant('canary' as const),
    phases: weights.chain((list) =>
      fc.tuple(
        ...list.map((weightPercent) =>
          fc.record({
            weightPercent: fc.constant(weightPercent),
            bakeSeconds: bake,
            requestsMin: fc.nat({ max: limits.requestsMinMax }),
            gate: fc.option(gate),
          }),
        ),
      ),
    ),
    allowLargeFirstStep: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('blue-green' as const),
    bakeSeconds: bake,
    requestsMin: fc.nat({ max: 1000 }),
  }),
  fc.record({
    kind: fc.constant('rolling' as const),
    minimumHealthyPercent: fc.integer({ min: 0, max: 99 }),
    maximumPercent: fc.integer({ min: 100, max: 200 }),
    bakeSeconds: bake,
  }),
  fc.record({ kind: fc.constant('all-at-once' as const), bakeSeconds: bake }),
);

const shortest = readSpec(writeSpec()).spec;

const spec = fc
  .record({
    service: name,
    owner: text,
    notes: text,
    labels: fc.dictionary(labelKey, text, { maxKeys: 5 }),
    strategy,
    gates: fc.array(gate, { maxLength: 3 }),
  })
  .map(({ strategy: chosen, gates, ...rest }): Spec | undefined => {
    const environment = shortest?.environments[0];
    if (shortest === undefined || environment === undefined) return undefined;
    const maxDurationSeconds = limits.maxDurationSecondsMax;
    return {
      ...shortest,
      ...rest,
      maxDurationSeconds,
      environments: [{ ...environment, strategy: chosen, gates }],
    };
  });

describe('a spec that is printed', () => {
  it('is read as the same spec', () => {
    fc.assert(
      fc.property(spec, (before) => {
        if (before === undefined) throw new Error('the shortest spec is valid');
        const { spec: after, problems } = readSpec(printSpec(before));
        expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(after).toEqual(before);
        // A second print changes nothing: there is one way to write a spec down in full.
        expect(after && printSpec(after)).toBe(printSpec(before));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps every whole number of seconds in a duration', () => {
    fc.assert(
      fc.property(bake, (seconds) => {
        const printed = writeSpec({
          environment: `strategy: { kind: blue-green, bake: ${formatDuration(seconds)} }`,
        });
        expect(readSpec(printed).spec?.environments[0]?.strategy).toMatchObject({
          bakeSeconds: seconds,
        });
      }),
    );
  });
});
