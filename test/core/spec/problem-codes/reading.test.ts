/** E101 to E111: one row or more for each code that a spec can raise: exact code, path and line. */
import { describe, it } from 'vitest';
import { limits } from '../../../../core/limits.ts';
import { writeCanary, writeSpec } from '../write-spec.ts';
import {
  environment,
  expectSingleCode,
  gateOf,
  type Row,
  strategy,
  strategyOf,
  top,
} from './row.ts';

const rows: readonly Row[] = [
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
  ['E107', '$', 1, top(`labels:\n${labelsOf(40)}`)],
  ['E111', '$.notes', 6, top('notes: deploys {{ version }}')],
  ['E111', '$.labels["{{a"]', 6, top('labels: { "{{a": b }')],
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

describe('every row of bad input for a file that cannot be read', () => {
  it.each(rows)('raises %s at %s on line %i', expectSingleCode);
});

function bombOfAliases(): string {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const layers = names.map((name, index) => {
    const item = index === 0 ? 'x' : `*${names[index - 1]}`;
    return `${name}: &${name} [${Array.from({ length: 10 }, () => item).join(', ')}]`;
  });
  return layers.join('\n');
}

/** Each shorter than a label may be, and more than the registry keeps all together. */
function labelsOf(count: number): string {
  const value = 'x'.repeat(250);
  return Array.from({ length: count }, (_, index) => `  label-${index}: ${value}`).join('\n');
}
