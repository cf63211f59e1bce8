// cdk-nag over the whole shop: no finding without a written reason, and no reason without a finding.
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { explains, type NagViolation, nagReasons, unexplained } from '../../lib/nag-reasons.ts';
import { shopTemplates } from './support/shop-templates.ts';

describe('cdk-nag', () => {
  let violations: readonly NagViolation[] = [];
  beforeAll(() => {
    violations = new AwsSolutionsChecks().validateScope(shopTemplates().app).violations;
  });

  it('finds nothing that nobody has explained', () => {
    expect(violations.length).toBeGreaterThan(10);
    expect(unexplained(violations)).toEqual([]);
  });

  it('still finds what every reason is about', () => {
    const found = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ ruleName, constructPath })),
    );
    const stale = nagReasons.filter(
      (reason) => !found.some((each) => explains(reason, each.ruleName, each.constructPath)),
    );
    expect(stale.map(({ rule, where }) => `${rule} ${where}`)).toEqual([]);
  });

  it('would tell a finding that is new', () => {
    const violation = {
      ruleName: 'AwsSolutions-IAM5[Action::s3:*]',
      violatingResources: [{ constructPath: 'Spillway/Releases/Functions/admit-release-role' }],
    };
    expect(unexplained([violation])).toHaveLength(1);
  });
});
