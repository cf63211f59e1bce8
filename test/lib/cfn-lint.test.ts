// cfn-lint over the shop's templates, where it is installed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STACKS, shopTemplates } from './support/shop-templates.ts';

const installed = spawnSync('cfn-lint', ['--version']).status === 0;

interface Finding {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
}

/** What is known, and why it stays. */
const EXPLAINED: readonly {
  readonly rule: string;
  readonly message: RegExp;
  readonly why: string;
}[] = [
  {
    rule: 'W3005',
    message: /dependency already enforced/,
    why: 'CDK lets a function depend on its role twice',
  },
  {
    rule: 'E3601',
    message: /^['"]\{% .* %\}['"] is not of type 'number'/s,
    why: 'TimeoutSeconds takes JSONata, which the schema of cfn-lint does not know',
  },
];

describe.skipIf(!installed)('cfn-lint (left out where it is not installed)', () => {
  it('finds nothing unexplained', () => {
    const files = STACKS.map((stack) => join(shopTemplates().folder, `${stack}.template.json`));
    const { stdout } = spawnSync('cfn-lint', ['--format', 'json', ...files], { encoding: 'utf8' });
    const findings = JSON.parse(stdout) as readonly Finding[];
    // CDK's own habits are always among them: an empty list would mean that nothing was read.
    expect(findings.length).toBeGreaterThan(0);
    const unexplained = findings.filter(
      ({ Rule, Message }) =>
        !EXPLAINED.some(({ rule, message }) => rule === Rule.Id && message.test(Message)),
    );
    expect(unexplained.map(({ Rule, Message }) => `${Rule.Id} ${Message}`)).toEqual([]);
  });
});
