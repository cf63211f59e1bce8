/** What a spec means, what its defaults are, and that one mistake never hides another. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSpec } from '../../../core/spec/index.ts';
import { writeCanary, writeSpec } from './write-spec.ts';

describe('the shortest spec', () => {
  const { spec, problems } = readSpec(writeSpec());

  it('is valid', () => {
    expect(problems).toEqual([]);
  });

  it('has the defaults of the requirements', () => {
    expect(spec?.environments[0]).toMatchObject({
      strategy: {
        kind: 'canary',
        phases: [10, 25, 50, 100].map((weightPercent) => ({
          weightPercent,
          bakeSeconds: 900,
          requestsMin: 0,
          gate: null,
        })),
      },
      thresholds: {
        errorRatePercent: 5,
        latencyP95Ms: 1000,
        cpuPercent: 90,
        memoryPercent: 90,
        failedHealthChecks: 3,
      },
      rollback: { kind: 'immediate' },
      noTraffic: 'hold',
    });
    expect(spec).toMatchObject({ profile: 'standard', engine: 'auto', build: { kind: 'verify' } });
  });

  it('waits an hour and for a hundred requests at 10 % when it is careful', () => {
    const careful = readSpec(writeSpec({ top: 'profile: careful' })).spec;
    expect(careful?.environments[0]?.strategy).toMatchObject({
      phases: [
        { weightPercent: 10, bakeSeconds: 3600, requestsMin: 100 },
        { weightPercent: 25 },
        { weightPercent: 50 },
        { weightPercent: 100 },
      ],
    });
  });

  it('keeps the version before warm only where two fleets run side by side', () => {
    const warm = (kind: string) =>
      readSpec(writeSpec({ environment: `strategy: { kind: ${kind} }` })).spec?.environments[0]
        ?.keepWarmSeconds;
    expect(['canary', 'blue-green', 'rolling', 'all-at-once'].map(warm)).toEqual([
      3600, 3600, 0, 0,
    ]);
  });
});

describe('a threshold', () => {
  it('that is null is not watched, and one that is left out keeps its default', () => {
    const { spec } = readSpec(
      writeSpec({ environment: 'thresholds: { cpuPercent: null, errorRatePercent: 0.5 }' }),
    );
    expect(spec?.environments[0]?.thresholds).toMatchObject({
      cpuPercent: null,
      errorRatePercent: 0.5,
      memoryPercent: 90,
    });
  });
});

describe('text in a spec', () => {
  it('is compared in one normal form', () => {
    const composed = readSpec(writeSpec({ top: 'owner: "caf\u00e9"' })).spec?.owner;
    const decomposed = readSpec(writeSpec({ top: 'owner: "cafe\u0301"' })).spec?.owner;
    expect(decomposed).toBe(composed);
  });

  it('may end its lines as Windows does, and may begin with a byte order mark', () => {
    const windows = `\ufeff${writeSpec().replaceAll('\n', '\r\n')}`;
    expect(readSpec(windows)).toMatchObject({ problems: [], spec: readSpec(writeSpec()).spec });
  });

  it('may use aliases that stay small', () => {
    const { spec, problems } = readSpec(
      writeSpec({
        environment: 'thresholds: &strict { errorRatePercent: 1 }',
      }).concat('  - name: second\n    thresholds: *strict\n'),
    );
    expect(problems).toEqual([]);
    expect(spec?.environments[1]?.thresholds.errorRatePercent).toBe(1);
  });
});

describe('a spec with many mistakes', () => {
  const text = `apiVersion: v3
service: order service
repository: shop/order
phase: 3
owner: no
environments:
  - name: staging
    strategy: { kind: canery }
  - name: production
    taskRole: admin
    strategy:
      kind: canary
      phases:
        - { weight: "10%", bake: 5 min }
        - { weight: 50, bake: 60s }
        - { weight: 25 }
        - { weight: 80 }
`;

  it('tells all of them, in the order of the file', () => {
    const phases = '$.environments[1].strategy.phases';
    expect(readSpec(text).problems.map(({ code, path, line }) => [code, path, line])).toEqual([
      ['E105', '$.apiVersion', 1],
      ['E305', '$.service', 2],
      ['E103', '$.phase', 4],
      ['E106', '$.owner', 5],
      ['E110', '$.environments[0].strategy.kind', 8],
      ['E321', '$.environments[1].taskRole', 10],
      ['E204', phases, 13],
      ['E203', `${phases}[0].weight`, 14],
      ['E211', `${phases}[0].bake`, 14],
      ['E213', `${phases}[1].bake`, 15],
      ['E201', `${phases}[2].weight`, 16],
    ]);
  });
});

describe('the words of a problem', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    [
      'E103',
      writeSpec({ top: 'phase: []' }),
      'unknown key "phase"; did you mean "phases" in $.environments[].strategy?',
    ],
    ['E104', writeSpec({ top: 'service: user' }), 'given twice (lines 2 and 6)'],
    [
      'E201',
      writeCanary('weight: 50', 'weight: 25', 'weight: 100'),
      '25 comes after 50; weights must rise strictly',
    ],
    ['E202', writeCanary('weight: 150', 'weight: 100'), '150 is outside 1..100 (whole per cent)'],
    ['E203', writeCanary('weight: "10%"', 'weight: 100'), 'got text "10%"; write the number 10'],
    [
      'E204',
      writeCanary('weight: 10', 'weight: 50'),
      'the last weight is 50; a release must end at 100',
    ],
    [
      'W205',
      writeCanary('weight: 60', 'weight: 100'),
      '60 exceeds the 10 % advised for a first step',
    ],
    ['E211', writeCanary('weight: 10, bake: -5m', 'weight: 100'), '-5m is negative'],
    ['E211', writeCanary('weight: 10, bake: 5', 'weight: 100'), '5 has no unit'],
    [
      'E213',
      writeCanary('weight: 10, bake: 60s', 'weight: 100'),
      '1m is shorter than the alarms need (3 x 60 s + 90 s delay = 270 s); a bad version could pass unseen',
    ],
    [
      'E301',
      writeSpec().replace('cart', 'раyments'),
      '"раyments" contains Cyrillic letters (U+0440, U+0430)',
    ],
    ['E323', writeSpec({ top: 'notes: "a\\u202Eb"' }), 'contains U+202E (right-to-left override)'],
    [
      'W223',
      writeSpec({ environment: 'alarms: [api-5xx]' }),
      '"api-5xx" watches both versions together; 20 % errors at 10 % traffic show as 2 %',
    ],
  ];

  it.each(rows)('%s say what is wrong', (code, text, message) => {
    expect(readSpec(text).problems).toMatchObject([{ code, message }]);
  });
});

describe('the reference specs', () => {
  const folder = 'examples/shop/releases';

  it.each(readdirSync(folder))('%s is valid without a warning', (name) => {
    const { spec, problems } = readSpec(readFileSync(`${folder}/${name}`, 'utf8'));
    expect(problems).toEqual([]);
    expect(spec?.environments.map((environment) => environment.name)).toEqual([
      'staging',
      'production',
    ]);
  });
});
