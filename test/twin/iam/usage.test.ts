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
        's3:GetBucket*',
        's3:PutObjectTagging',
      ]),
    ]);
    expect(iam.report().unused).toEqual([]);
  });

  it('knows by their patterns which rights on objects were used', () => {
    const iam = iamWith([allow(['s3:GetObject*', 's3:List*', 's3:PutObject'], 'arn:aws:s3:::b/*')]);
    const input = { Bucket: 'b', Key: 'k' };
    expect(refusalOf(iam, { service: 's3', operation: 'GetObject', input })).toBeUndefined();
    expect(iam.report().unused).toMatchObject([{ actions: ['s3:List*', 's3:PutObject'] }]);
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
