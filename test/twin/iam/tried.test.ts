// What Application Auto Scaling tries with its caller's rights before it registers anything.
import { describe, expect, it } from 'vitest';
import { ACCOUNT, allow, iamWith, refusalOf } from './builders.ts';

const SERVICE = `arn:aws:ecs:us-east-1:${ACCOUNT}:service/main/shop`;
const REGISTER = allow('application-autoscaling:RegisterScalableTarget');

const register = {
  service: 'application-autoscaling' as const,
  operation: 'RegisterScalableTarget',
  input: {
    ServiceNamespace: 'ecs',
    ResourceId: 'service/main/shop',
    ScalableDimension: 'ecs:service:DesiredCount',
  },
};

describe('whoever has a service scaled', () => {
  it('is told at once of everything that is missing for doing it by hand', () => {
    const iam = iamWith([REGISTER, allow('ecs:DescribeServices', SERVICE)]);
    expect(refusalOf(iam, register)).toBe(
      'User is missing the following permissions: ecs:UpdateService, cloudwatch:DescribeAlarms, cloudwatch:PutMetricAlarm, cloudwatch:DeleteAlarms',
    );
    expect(iam.report().denied.map(({ action }) => action)).toHaveLength(4);
  });

  it('needs the rights on that service, and on alarms of any name', () => {
    const alarms = ['DescribeAlarms', 'PutMetricAlarm', 'DeleteAlarms'].map(
      (name) => `cloudwatch:${name}`,
    );
    const onService = allow(['ecs:DescribeServices', 'ecs:UpdateService'], SERVICE);
    expect(
      refusalOf(
        iamWith([REGISTER, onService, allow(alarms, 'arn:aws:cloudwatch:*:*:alarm:mine')]),
        register,
      ),
    ).toMatch(/permissions: cloudwatch:DescribeAlarms, /);
    expect(refusalOf(iamWith([REGISTER, onService, allow(alarms)]), register)).toBeUndefined();
  });

  it('hears of the right to scale first', () => {
    expect(refusalOf(iamWith([]), register)).toMatch(
      /not authorized to perform: application-autoscaling:RegisterScalableTarget/,
    );
  });
});
