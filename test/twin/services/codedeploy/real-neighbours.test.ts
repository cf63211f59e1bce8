// CodeDeploy among the real simulated services, under the policies that AWS writes for its service role.
import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { createIam, type Iam, twinLookups } from '../../../../twin/iam/index.ts';
import { monitoring } from '../../../../twin/services/monitoring/index.ts';
import { sts } from '../../../../twin/services/sts/index.ts';
import { ROLE, type ShopOptions, startShop } from './start-shop.ts';

const MANAGED = 'arn:aws:iam::aws:policy';

async function startUnder(policy: string, options: ShopOptions & { trusted?: string } = {}) {
  const made: Iam[] = [];
  const shop = await startShop({
    services: [monitoring, sts],
    ...options,
    authorizer: (twin) => {
      const iam = createIam({
        account: twin.account,
        now: () => twin.clock.date(),
        lookups: twinLookups(twin),
      });
      iam.roles.put({
        arn: ROLE,
        trust: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { Service: options.trusted ?? 'codedeploy.amazonaws.com' },
            },
          ],
        },
      });
      iam.roles.attach(ROLE, `${MANAGED}/${policy}`);
      made.push(iam);
      return iam;
    },
  });
  const [iam] = made;
  if (iam === undefined) throw new Error('the twin asked for no authorizer');
  return { ...shop, iam };
}

describe('under AWSCodeDeployRoleForECS', () => {
  it('a deployment with hooks and an alarm rollback is refused nothing', async () => {
    const shop = await startUnder('AWSCodeDeployRoleForECS', {
      alarms: ['errors'],
      rollbackOn: ['DEPLOYMENT_STOP_ON_ALARM'],
      terminationMinutes: 60,
    });
    const cloudwatch = shop.client(CloudWatchClient);
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'errors',
        Namespace: 'Shop',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'ignore',
      }),
    );
    const id = await shop.create();
    await shop.pass(900);
    expect(await shop.weights()).toEqual({ 'auth-a': 0, 'auth-b': 100 });
    await cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'test' }),
    );
    await shop.passUntil(id, 'Stopped', 30);
    await shop.pass(60);
    expect(await shop.weights()).toEqual({ 'auth-a': 100, 'auth-b': 0 });
    expect(shop.iam.report().denied).toEqual([]);
  });
});

describe('under AWSCodeDeployRoleForECSLimited', () => {
  it.each([
    ['CodeDeployHook_smoke', 'Succeeded'],
    ['smoke', 'Failed'],
  ] as const)('a hook named %s ends in %s', async (name, status) => {
    const shop = await startUnder('AWSCodeDeployRoleForECSLimited');
    const id = await shop.create({}, [{ AfterInstall: name }]);
    if (status === 'Succeeded') await shop.answer(await shop.nextHook(1), 'Succeeded');
    await shop.passUntil(id, status);
    expect(shop.iam.report().denied.map(({ action }) => action)).toEqual(
      status === 'Failed' ? ['lambda:InvokeFunction'] : [],
    );
  });
});

describe('a role that trusts another service', () => {
  it('is refused when the group is created', async () => {
    await expect(
      startUnder('AWSCodeDeployRoleForECS', { trusted: 'lambda.amazonaws.com' }),
    ).rejects.toMatchObject({
      name: 'InvalidRoleException',
      message: `AWS CodeDeploy does not have the permissions required to assume the role ${ROLE}.`,
    });
  });

  it('fails the deployment when it came to do so later', async () => {
    const shop = await startUnder('AWSCodeDeployRoleForECS');
    shop.iam.roles.put({ arn: ROLE, trust: { Version: '2012-10-17', Statement: [] } });
    const id = await shop.create();
    await shop.passUntil(id, 'Failed');
    expect((await shop.read(id)).errorInformation?.code).toBe('IAM_ROLE_MISSING');
  });
});
