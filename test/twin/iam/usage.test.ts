// The report of what was refused and of what was granted for nothing.
import { describe, expect, it } from 'vitest';
import { ACCOUNT, allow, iamWith, ROLE_ARN, refusalOf } from './builders.ts';

const describeShop = {
  service: 'ecs' as const,
  operation: 'DescribeServices',
  input: { services: ['shop'] },
};

describe('the report', () => {
  it('lists granted actions that nobody used, as the policy writes them', () => {
    const iam = iamWith([allow(['ecs:Describe*', 'ecs:UpdateService']), allow('sns:Publish')]);
    refusalOf(iam, describeShop);
    expect(iam.report()).toEqual({
      denied: [],
      unused: [{ role: ROLE_ARN, policy: 'Inline', actions: ['ecs:UpdateService', 'sns:Publish'] }],
    });
  });

  it('calls nothing unused that the twin cannot see being used', () => {
    const iam = iamWith([
      allow([
        'xray:PutTraceSegments',
        'logs:CreateLogDelivery',
        'logs:PutLogEvents',
        'ecr:GetDownloadUrlForLayer',
        'kms:Decrypt',
      ]),
    ]);
    expect(iam.report().unused).toEqual([]);
  });

  it('counts refusals by role, action and resource', () => {
    const iam = iamWith([]);
    refusalOf(iam, describeShop);
    refusalOf(iam, describeShop);
    expect(iam.report().denied).toMatchObject([
      {
        role: ROLE_ARN,
        action: 'ecs:DescribeServices',
        resource: `arn:aws:ecs:us-east-1:${ACCOUNT}:service/default/shop`,
        count: 2,
      },
    ]);
  });

  it('counts a role as passed only for the service that the policy names', () => {
    const toTasks = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };
    const iam = iamWith([
      allow('ecs:RegisterTaskDefinition'),
      allow('states:CreateStateMachine'),
      allow('iam:PassRole', ROLE_ARN, toTasks),
    ]);
    const input = { family: 'shop', taskRoleArn: ROLE_ARN };
    expect(
      refusalOf(iam, { service: 'ecs', operation: 'RegisterTaskDefinition', input }),
    ).toBeUndefined();
    expect(
      refusalOf(iam, {
        service: 'states',
        operation: 'CreateStateMachine',
        input: { name: 'release', roleArn: ROLE_ARN },
      }),
    ).toContain(`iam:PassRole on resource: ${ROLE_ARN} because no identity-based policy allows`);
    expect(iam.report().unused).toEqual([]);
  });
});
