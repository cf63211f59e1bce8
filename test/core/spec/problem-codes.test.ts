/** One row or more for every code that a spec can raise: the exact code, path and line. */
import { describe, expect, it } from 'vitest';
import { limits } from '../../../core/limits.ts';
import { readSpec, type Surroundings, unknownSurroundings } from '../../../core/spec/index.ts';
import { writeCanary, writeSpec } from './write-spec.ts';

/** Code, path, line, and the text that raises it. */
type Row = readonly [code: string, path: string, line: number, text: string];

const strategy = '$.environments[0].strategy';

function environment(lines: string): string {
  return writeSpec({ environment: lines });
}

function top(lines: string): string {
  return writeSpec({ top: lines });
}

function strategyOf(inner: string): string {
  return environment(`strategy: { ${inner} }`);
}

function gateOf(inner: string): string {
  return environment(`gates:\n  - { kind: window, ${inner} }`);
}

const reading: readonly Row[] = [
  ['E101', '$', 4, 'apiVersion: v1\nservice: cart\nenvironments:\n\t- name: production'],
  ['E101', '$', 3, 'apiVersion: v1\nservice: [cart\n'],
  ['E101', '$', 2, 'service: cart\n---\nservice: user'],
  ['E101', '$', 1, 'service: !!js/function "x"'],
  ['E101', '$', 1, '%YAML 1.1\n---\nservice: cart'],
  ['E101', '$.owner', 6, top('owner: *me')],
  ['E101', '$', 6, top('? [a, b]\n: c')],
  ['E102', '$', 1, ''],
  ['E102', '$', 1, '# nothing but a comment\n'],
  ['E102', '$', 1, '- name: production'],
  ['E102', '$', 1, 'null'],
  ['E102', '$', 1, 'just text'],
  ['E103', '$.phase', 6, top('phase: []')],
  ['E103', '$.environments[0].gate', 6, environment('gate: []')],
  ['E103', '$.__proto__', 6, top('__proto__: { polluted: true }')],
  ['E103', '$.labels.__proto__', 6, top('labels: { __proto__: { a: 1 } }')],
  ['E103', '$.constructor', 6, top('constructor: { polluted: true }')],
  ['E103', '$["<<"]', 6, top('<<: { owner: me }')],
  ['E104', '$.service', 6, top('service: user')],
  ['E105', '$.apiVersion', 1, writeSpec().replace('v1', 'v3')],
  ['E105', '$.apiVersion', 1, writeSpec().replace('v1', '1')],
  ['E106', '$.owner', 6, top('owner: no')],
  ['E106', '$.rollbackSafe', 6, top('rollbackSafe: off')],
  ['E106', '$.rollbackSafe', 6, top('rollbackSafe: True')],
  ['E106', '$.owner', 6, top('owner: 12')],
  ['E106', '$.dependsOn[0].versions', 7, top('dependsOn:\n  - { service: user, versions: 1.10 }')],
  ['E106', `${strategy}.phases[0].weight`, 9, writeCanary('weight: 010', 'weight: 100')],
  ['E106', `${strategy}.phases[0].weight`, 9, writeCanary('weight: 1e1', 'weight: 100')],
  ['E106', `${strategy}.phases[0].weight`, 9, writeCanary('weight: 0x10', 'weight: 100')],
  ['E106', '$.environments[0].gates[0].from', 7, gateOf('from: 12:30, to: "17:00", zone: UTC')],
  ['E106', '$.notes', 6, top('notes: 2027-03-28')],
  ['E107', '$', 1, `notes: "${'x'.repeat(limits.specBytesMax)}"`],
  ['E107', '$', 1, `a: ${'['.repeat(30)}${']'.repeat(30)}`],
  ['E107', '$', 1, `a: ${'['.repeat(20_000)}`],
  ['E107', '$', 1, bombOfAliases()],
  ['E108', '$.service', 1, 'apiVersion: v1\nrepository: shop/cart\nenvironments: [{ name: a }]'],
  ['E108', '$.environments[0].name', 5, writeSpec().replace('name: production', 'keepWarm: 1h')],
  ['E108', `${strategy}.phases[0].weight`, 9, writeCanary('bake: 10m', 'weight: 100')],
  ['E108', `${strategy}.kind`, 6, environment('strategy: {}')],
  [
    'E109',
    '$.environments',
    4,
    writeSpec().replace(/environments:[\s\S]*/, 'environments: production'),
  ],
  ['E109', strategy, 6, environment('strategy: canary')],
  ['E109', '$.environments[0].checks', 6, environment('checks:')],
  [
    'E109',
    '$.environments[0].thresholds.cpuPercent',
    6,
    environment('thresholds: { cpuPercent: "90" }'),
  ],
  ['E109', '$.environments[0].alarms[0]', 6, environment('alarms: [[]]')],
  ['E108', '$.environments[0].alarms[0].name', 6, environment('alarms: [{ watches: candidate }]')],
  ['E110', '$.environments[0].gates[0].kind', 6, environment('gates: [{ kind: aproval }]')],
  ['E110', '$.environments[0].checks[0].kind', 6, environment('checks: [{ kind: htp }]')],
  ['E108', '$.dependsOn[0].service', 6, top('dependsOn: [{ versions: 1.x }]')],
  ['E110', '$.notify[0].kind', 6, top('notify: [{ kind: pigeon }]')],
  ['E110', `${strategy}.kind`, 6, strategyOf('kind: canery')],
  ['E110', '$.architecture', 6, top('architecture: arm')],
  ['E110', '$.environments', 4, writeSpec().replace(/environments:[\s\S]*/, 'environments: []')],
  [
    'E110',
    '$.environments[0].thresholds.errorRatePercent',
    6,
    environment('thresholds: { errorRatePercent: 0 }'),
  ],
  [
    'E110',
    '$.dependsOn[0].versions',
    7,
    top('dependsOn:\n  - { service: user, versions: newest }'),
  ],
  ['E110', '$.notify[0].address', 7, top('notify:\n  - { kind: email, address: nobody }')],
];

const progression: readonly Row[] = [
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
  ['E225', '$.environments[0].alarms', 6, environment('alarms: [a, b, c, d, e, f]')],
];

const identity: readonly Row[] = [
  ['E301', '$.service', 2, writeSpec().replace('cart', 'раyments')],
  [
    'E302',
    '$.environments[1].name',
    6,
    writeSpec({ environment: '' }).concat('  - name: production\n'),
  ],
  ['E302', '$.environments[0].checks[1].name', 8, environment(twoChecks())],
  [
    'E302',
    '$.dependsOn[1].service',
    8,
    top('dependsOn:\n  - { service: user, versions: 1.x }\n  - { service: user, versions: 2.x }'),
  ],
  ['E303', '$.dependsOn[0].service', 7, top('dependsOn:\n  - { service: cart, versions: 1.x }')],
  ['E304', '$.service', 2, writeSpec().replace('cart', 'spillway')],
  ['E305', '$.service', 2, writeSpec().replace('cart', 'order service')],
  ['E305', '$.service', 2, writeSpec().replace('cart', 'a'.repeat(96))],
  ['E305', '$.repository', 3, writeSpec().replace('shop/cart', 'shop/cart:latest')],
  ['E305', '$.environments[0].name', 5, writeSpec().replace('production', 'prod/eu')],
  ['E305', '$.environments[0].name', 5, writeSpec().replace('production', 'prödüction')],
  ...['latest', 'stable', '"*"', '""', '"v 1*"', 'x'.repeat(129), '"../*"'].map(
    (tag): Row => ['E311', '$.trigger.tags[0]', 6, top(`trigger: { tags: [${tag}] }`)],
  ),
  ...['taskRole', 'command', 'privileged', 'volumes', 'secrets', 'execution_role_arn'].map(
    (key): Row => ['E321', `$.environments[0].${key}`, 6, environment(`${key}: anything`)],
  ),
  ...['../billing', '/etc', 'https://example.com', 'a/../../b', 'file:///etc/passwd'].map(
    (path): Row => [
      'E322',
      '$.build.directory',
      6,
      top(`build: { kind: source, project: p, directory: "${path}" }`),
    ],
  ),
  ...['https://example.com/health', '//example.com', 'health', '/a b'].map(
    (path): Row => [
      'E322',
      '$.environments[0].checks[0].path',
      7,
      environment(`checks:\n  - { kind: http, name: a, purpose: smoke, path: "${path}" }`),
    ],
  ),
  ...['\\u202E', '\\0', '\\uD800', '\\u200B', '\\e[31m', '\u{1f600}', '\\uFEFF', '\u00ad'].map(
    (character): Row => ['E323', '$.notes', 6, top(`notes: "safe${character} change"`)],
  ),
  ['E323', '$["la\u200bbel"]', 6, top('"la\u200bbel": x')],
  ['E323', '$', 6, top('# hidden \u202e in a comment')],
  ['E324', '$.notes', 6, top(`notes: ${'é'.repeat(limits.notesBytesMax / 2 + 1)}`)],
  [
    'E324',
    '$.labels',
    6,
    top(`labels: { ${Array.from({ length: 51 }, (_, i) => `l${i}: x`).join(', ')} }`),
  ],
  ['E324', '$.labels.long', 6, top(`labels: { long: ${'x'.repeat(257)} }`)],
  ['E110', '$.labels[""]', 6, top('labels: { "": x }')],
  ['E324', '$.owner', 6, top(`owner: ${'x'.repeat(65)}`)],
];

describe('every row of the table of bad input', () => {
  it.each([...reading, ...progression, ...identity])(
    'raises %s at %s on line %i',
    (code, path, line, text) => {
      const { problems } = readSpec(text);
      expect(problems.map((problem) => [problem.code, problem.path, problem.line])).toContainEqual([
        code,
        path,
        line,
      ]);
      const others = problems.filter(
        (problem) => problem.code !== code && problem.severity === 'error',
      );
      expect(others, 'a single mistake raises a single code').toEqual([]);
    },
  );
});

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

function bombOfAliases(): string {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const layers = names.map((name, index) => {
    const item = index === 0 ? 'x' : `*${names[index - 1]}`;
    return `${name}: &${name} [${Array.from({ length: 10 }, () => item).join(', ')}]`;
  });
  return layers.join('\n');
}

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

function twoChecks(): string {
  const check = '  - { kind: codebuild, name: same, purpose: e2e, project: p }';
  return `checks:\n${check}\n${check}`;
}
