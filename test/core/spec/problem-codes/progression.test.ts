/** E201 to E225: one row or more for each code that a spec can raise: exact code, path and line. */
import { describe, it } from 'vitest';
import { writeCanary } from '../write-spec.ts';
import { environment, expectSingleCode, gateOf, type Row, strategy, strategyOf } from './row.ts';

const rows: readonly Row[] = [
  [
    'E201',
    `${strategy}.phases[2].weight`,
    11,
    writeCanary('weight: 10', 'weight: 50', 'weight: 25', 'weight: 100'),
  ],
  ...['0', '150', '-1', '33.3', '.nan', '.inf', 'true', '[]'].map(
    (weight): Row => [
      'E202',
      `${strategy}.phases[0].weight`,
      9,
      writeCanary(`weight: ${weight}`, 'weight: 100'),
    ],
  ),
  ['E203', `${strategy}.phases[0].weight`, 9, writeCanary('weight: "10%"', 'weight: 100')],
  ['E203', `${strategy}.phases[0].weight`, 9, writeCanary('weight: "10"', 'weight: 100')],
  ['E203', `${strategy}.phases[0].weight`, 9, writeCanary('weight: ten', 'weight: 100')],
  ['E204', `${strategy}.phases`, 8, writeCanary('weight: 10', 'weight: 50')],
  ['E204', `${strategy}.phases`, 6, strategyOf('kind: canary, phases: []')],
  [
    'E204',
    `${strategy}.phases`,
    8,
    writeCanary(...Array.from({ length: 21 }, (_, i) => `weight: ${i + 80}`)),
  ],
  [
    'E204',
    `${strategy}.phases[1].weight`,
    10,
    writeCanary('weight: 10', 'weight: 10', 'weight: 100'),
  ],
  ['W205', `${strategy}.phases[0].weight`, 9, writeCanary('weight: 60', 'weight: 100')],
  [
    'E206',
    `${strategy}.maximumPercent`,
    6,
    strategyOf('kind: rolling, minimumHealthyPercent: 100, maximumPercent: 100'),
  ],
  [
    'E207',
    '$.environments[0].rollback.steps',
    6,
    environment('rollback: { kind: gradual, steps: [50, 25] }'),
  ],
  [
    'E207',
    '$.environments[0].rollback.steps',
    6,
    environment('rollback: { kind: gradual, steps: [25, 50, 0] }'),
  ],
  [
    'E207',
    '$.environments[0].rollback.steps',
    6,
    environment('rollback: { kind: gradual, steps: [50, 25, 0], every: 151s }'),
  ],
  ...['-5m', '0s', '121h', '"5"', '5', '5 min', '1h30', 'P1W', '""', '[]', '~'].map(
    (bake): Row => [
      'E211',
      `${strategy}.phases[0].bake`,
      9,
      writeCanary(`weight: 10, bake: ${bake}`, 'weight: 100'),
    ],
  ),
  ['E212', '$.environments[0].gates[0].from', 7, gateOf('from: "25:00", to: "17:00", zone: UTC')],
  ['E212', '$.environments[0].gates[0].from', 7, gateOf('from: "9:00", to: "17:00", zone: UTC')],
  ['E212', '$.environments[0].gates[0].to', 7, gateOf('from: "17:00", to: "09:00", zone: UTC')],
  [
    'E212',
    '$.environments[0].gates[0].zone',
    7,
    gateOf('from: "09:00", to: "17:00", zone: Europe/Berln'),
  ],
  [
    'E212',
    '$.environments[0].gates[0].zone',
    7,
    gateOf('from: "09:00", to: "17:00", zone: "+02:00"'),
  ],
  [
    'E212',
    '$.environments[0].gates[0].days',
    7,
    gateOf('days: [mon, mon], from: "09:00", to: "17:00", zone: UTC'),
  ],
  [
    'E212',
    '$.environments[0].gates[0].days',
    7,
    gateOf('days: [], from: "09:00", to: "17:00", zone: UTC'),
  ],
  ['E213', `${strategy}.phases[0].bake`, 9, writeCanary('weight: 10, bake: 60s', 'weight: 100')],
  ['E213', `${strategy}.bake`, 6, strategyOf('kind: blue-green, bake: 4m29s')],
  ['E215', `${strategy}.phases`, 8, writeCanary('weight: 10, bake: 100h', 'weight: 100')],
  ['E215', strategy, 6, `${strategyOf('kind: rolling, bake: 3h')}maxDuration: 2h\n`],
  ['E221', '$.environments[0].thresholds', 6, environment(unwatched())],
  ['W223', '$.environments[0].alarms[0]', 6, environment('alarms: [orders-5xx]')],
  ['E226', '$.environments[0].noTraffic', 6, environment('noTraffic: synthetic')],
  ['E225', '$.environments[0].alarms', 6, environment('alarms: [a, b, c, d, e, f]')],
];

describe('every row of bad input for how a release moves forward', () => {
  it.each(rows)('raises %s at %s on line %i', expectSingleCode);
});

function unwatched(): string {
  const names = [
    'errorRatePercent',
    'latencyP95Ms',
    'cpuPercent',
    'memoryPercent',
    'failedHealthChecks',
  ];
  return `thresholds: { ${names.map((name) => `${name}: null`).join(', ')} }`;
}
