/** E301 to E324: one row or more for each code that a spec can raise: exact code, path and line. */
import { describe, it } from 'vitest';
import { limits } from '../../../../core/limits.ts';
import { writeSpec } from '../write-spec.ts';
import { environment, expectSingleCode, type Row, top } from './row.ts';

const rows: readonly Row[] = [
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

describe('every row of bad input for names, versions and text', () => {
  it.each(rows)('raises %s at %s on line %i', expectSingleCode);
});

function twoChecks(): string {
  const check = '  - { kind: codebuild, name: same, purpose: e2e, project: p }';
  return `checks:\n${check}\n${check}`;
}
