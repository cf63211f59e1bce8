/** Codes that the file alone cannot raise: what is known of its surroundings decides. */
import { describe, expect, it } from 'vitest';
import { readSpec, type Surroundings, unknownSurroundings } from '../../../../core/spec/index.ts';
import { writeCanary, writeSpec } from '../write-spec.ts';
import { gateOf, strategy, top } from './row.ts';

describe('what is judged by more than the file', () => {
  const rows: readonly (readonly [string, string, string, Partial<Surroundings>])[] = [
    ['E301', '$.service', writeSpec(), { knownServices: ['carts', 'user'] }],
    [
      'E303',
      '$.dependsOn[0].service',
      top('dependsOn:\n  - { service: usr, versions: 1.x }'),
      { knownServices: ['cart', 'user'] },
    ],
    [
      'W214',
      `${strategy}.phases[0].minRequests`,
      writeCanary('weight: 10, bake: 5m, minRequests: 10000', 'weight: 100'),
      { requestsPerSecond: 4 },
    ],
    [
      'E212',
      '$.environments[0].gates[0].from',
      gateOf('days: [sun], from: "02:30", to: "04:00", zone: Europe/Berlin'),
      { nowMs: Date.UTC(2026, 10, 20) },
    ],
  ];

  it.each(rows)(
    'raises %s at %s when it is known, and nothing when not',
    (code, path, text, known) => {
      const { problems } = readSpec(text, { ...unknownSurroundings, ...known });
      expect(problems.map((problem) => [problem.code, problem.path])).toEqual([[code, path]]);
      expect(readSpec(text).problems).toEqual([]);
    },
  );

  it('names the day of the change of clocks and the next hour that exists', () => {
    const text = gateOf('days: [sun], from: "02:30", to: "04:00", zone: Europe/Berlin');
    const [problem] = readSpec(text, {
      ...unknownSurroundings,
      nowMs: Date.UTC(2026, 10, 20),
    }).problems;
    expect(problem?.message).toBe('02:30 does not exist on 2027-03-28 in Europe/Berlin');
    expect(problem?.fix).toBe('choose 03:00 or UTC');
  });
});
