import { describe, expect, it } from 'vitest';
import { startShop } from './start-shop.ts';

const canary = { deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent15Minutes' };
const rolledBack = { alarms: ['errors'], rollbackOn: ['DEPLOYMENT_STOP_ON_ALARM'] as const };
const ACTIVE = {
  code: 'ALARM_ACTIVE',
  message:
    'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: <errors>',
};

describe('an alarm of the group', () => {
  it('during a canary stops the deployment and gives the traffic back within half a minute', async () => {
    const shop = await startShop(rolledBack);
    const id = await shop.create(canary);
    while ((await shop.weights())['auth-b'] !== 10) await shop.pass(5);
    shop.inAlarm.add('errors');
    await shop.pass(30);
    expect(await shop.read(id)).toMatchObject({ status: 'Stopped', errorInformation: ACTIVE });
    expect(await shop.weights()).toEqual({ 'auth-a': 100, 'auth-b': 0 });
    expect(await shop.lifecycle(id)).toContain('AllowTraffic Failed');
    const { rollbackInfo } = await shop.read(id);
    await shop.passUntil(rollbackInfo?.rollbackDeploymentId ?? '', 'Succeeded');
  });

  it('in Ready stops the deployment', async () => {
    const shop = await startShop({ ...rolledBack, readyMinutes: 60 });
    const id = await shop.create();
    await shop.passUntil(id, 'Ready');
    shop.inAlarm.add('errors');
    expect(await shop.passUntil(id, 'Stopped')).toBeLessThan(15);
  });

  it('while blue waits to be terminated still rolls back', async () => {
    const shop = await startShop({ ...rolledBack, terminationMinutes: 60 });
    const id = await shop.create();
    await shop.pass(900);
    expect(await shop.weights()).toEqual({ 'auth-a': 0, 'auth-b': 100 });
    shop.inAlarm.add('errors');
    await shop.pass(60);
    expect(await shop.read(id)).toMatchObject({ status: 'Stopped' });
    expect(await shop.weights()).toEqual({ 'auth-a': 100, 'auth-b': 0 });
  });

  it.each(['Stopped', 'Failed'] as const)(
    'that is active at the start ends the deployment at once, as %s',
    async (alarmAtStartStatus) => {
      const shop = await startShop({ ...rolledBack, behaviour: { alarmAtStartStatus } });
      shop.inAlarm.add('errors');
      const id = await shop.create();
      expect(await shop.passUntil(id, alarmAtStartStatus)).toBeLessThan(15);
      expect((await shop.read(id)).errorInformation).toEqual(ACTIVE);
      expect(await shop.taskSets()).toHaveLength(1);
    },
  );

  it('stops without rollback where only failures roll back', async () => {
    const shop = await startShop({ alarms: ['errors'], rollbackOn: ['DEPLOYMENT_FAILURE'] });
    const id = await shop.create(canary);
    while ((await shop.weights())['auth-b'] !== 10) await shop.pass(5);
    shop.inAlarm.add('errors');
    await shop.passUntil(id, 'Stopped');
    await shop.pass(60);
    expect((await shop.read(id)).rollbackInfo).toBeUndefined();
    expect(await shop.weights()).toEqual({ 'auth-a': 90, 'auth-b': 10 });
  });

  it('is not asked by a deployment that overrides it', async () => {
    const shop = await startShop(rolledBack);
    shop.inAlarm.add('errors');
    const id = await shop.create({
      overrideAlarmConfiguration: { enabled: true, alarms: [{ name: 'other' }] },
    });
    await shop.passUntil(id, 'Succeeded');
  });

  it('that does not exist stops the deployment, unless polling may fail', async () => {
    const shop = await startShop({ alarms: ['errors'] });
    shop.missing.add('errors');
    const id = await shop.create();
    await shop.passUntil(id, 'Failed');
    const second = await shop.create({
      overrideAlarmConfiguration: {
        enabled: true,
        ignorePollAlarmFailure: true,
        alarms: [{ name: 'errors' }],
      },
    });
    await shop.passUntil(second, 'Succeeded');
  });
});

describe('triggers', () => {
  it('tell their topics what happened, in strings', async () => {
    const shop = await startShop({
      ...rolledBack,
      readyMinutes: 60,
      triggers: ['DeploymentStart', 'DeploymentStop', 'DeploymentRollback'],
    });
    const id = await shop.create();
    await shop.passUntil(id, 'Ready');
    shop.inAlarm.add('errors');
    await shop.passUntil(id, 'Stopped');
    await shop.pass(60);
    const { rollbackInfo } = await shop.read(id);
    const rollback = rollbackInfo?.rollbackDeploymentId;
    expect(shop.messages.map(({ deploymentId, status }) => [deploymentId, status])).toEqual([
      [id, 'InProgress'],
      [id, 'Stopped'],
      [rollback, 'Created'],
      [rollback, 'InProgress'],
    ]);
    expect(shop.messages[1]).toMatchObject({
      region: 'us-east-1',
      accountId: '123456789012',
      eventTriggerName: 'tell',
      applicationName: 'shop',
      deploymentGroupName: 'auth',
      createTime: expect.stringMatching(/^\d{10}\.\d{3}$/),
      deploymentOverview: { Failed: '1', Succeeded: '0' },
      errorInformation: { ErrorCode: 'ALARM_ACTIVE', ErrorMessage: ACTIVE.message },
    });
  });
});
