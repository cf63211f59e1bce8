import { describe, expect, it } from 'vitest';
import { startShop } from './start-shop.ts';

const ALL = [
  { BeforeInstall: 'check-before' },
  { AfterInstall: 'check-installed' },
  { AfterAllowTestTraffic: 'arn:aws:lambda:us-east-1:123456789012:function:smoke' },
  { BeforeAllowTraffic: 'check-gate' },
  { AfterAllowTraffic: 'check-after' },
];

describe('hooks', () => {
  it('are called one after the other, each when the one before has been answered', async () => {
    const shop = await startShop();
    const id = await shop.create({}, ALL);
    for (let count = 1; count <= ALL.length; count += 1) {
      const hook = await shop.nextHook(count);
      expect(hook.functionName).toBe(Object.values(ALL[count - 1] ?? {})[0]);
      expect(hook.deploymentId).toBe(id);
      await shop.pass(120);
      expect(shop.hooks).toHaveLength(count);
      await shop.answer(hook, 'Succeeded');
    }
    await shop.passUntil(id, 'Succeeded');
  });

  it('of the test traffic find green behind the test listener and not in production', async () => {
    const shop = await startShop();
    await shop.create({}, [{ AfterAllowTestTraffic: 'smoke' }]);
    await shop.nextHook(1);
    expect(await shop.weights(shop.test)).toEqual({ 'auth-a': 0, 'auth-b': 100 });
    expect(await shop.weights()).toEqual({ 'auth-a': 100, 'auth-b': 0 });
  });

  it('of the test traffic are left out without a test listener', async () => {
    const shop = await startShop({ testListener: false });
    const id = await shop.create({}, [{ AfterAllowTestTraffic: 'smoke' }]);
    await shop.passUntil(id, 'Succeeded');
    expect(shop.hooks).toEqual([]);
  });

  it('come after Ready when they precede production traffic', async () => {
    const shop = await startShop({ readyMinutes: 30 });
    const id = await shop.create({}, [{ BeforeAllowTraffic: 'gate' }]);
    await shop.passUntil(id, 'Ready');
    expect(shop.hooks).toEqual([]);
  });

  it('come before Ready if that is how it is', async () => {
    const shop = await startShop({
      readyMinutes: 30,
      behaviour: { readyBeforeBeforeAllowTraffic: false },
    });
    const id = await shop.create({}, [{ BeforeAllowTraffic: 'gate' }]);
    await shop.answer(await shop.nextHook(1), 'Succeeded');
    await shop.passUntil(id, 'Ready');
  });

  it('that say Failed fail the deployment and roll it back', async () => {
    const shop = await startShop({ rollbackOn: ['DEPLOYMENT_FAILURE'] });
    const id = await shop.create({}, [{ AfterAllowTestTraffic: 'smoke' }]);
    await shop.answer(await shop.nextHook(1), 'Failed');
    await shop.passUntil(id, 'Failed');
    await shop.pass(30);
    const { errorInformation, rollbackInfo } = await shop.read(id);
    expect(errorInformation).toEqual({
      code: 'HOOK_EXECUTION_FAILURE',
      message:
        'The deployment failed because one or more of the lifecycle event validation functions failed.',
    });
    expect(await shop.lifecycle(id)).toContain('AfterAllowTestTraffic Failed');
    expect(rollbackInfo?.rollbackDeploymentId).toBeDefined();
    expect(shop.states()).toEqual(['START', 'FAILURE', 'START', 'SUCCESS']);
  });

  it('before the installation roll nothing back', async () => {
    const shop = await startShop({ rollbackOn: ['DEPLOYMENT_FAILURE'] });
    const id = await shop.create({}, [{ BeforeInstall: 'check' }]);
    await shop.answer(await shop.nextHook(1), 'Failed');
    await shop.passUntil(id, 'Failed');
    await shop.pass(30);
    expect((await shop.read(id)).rollbackInfo).toBeUndefined();
    expect(await shop.taskSets()).toHaveLength(1);
  });

  it('have one hour', async () => {
    const shop = await startShop();
    const id = await shop.create({}, [{ AfterInstall: 'silent' }]);
    const hook = await shop.nextHook(1);
    const seconds = await shop.passUntil(id, 'Failed');
    expect(Math.abs(seconds - 3600)).toBeLessThan(5);
    expect((await shop.read(id)).errorInformation?.message).toBe(
      'The deployment timed out while waiting for a status callback. CodeDeploy expects a status callback within one hour after a deployment hook is invoked.',
    );
    await expect(shop.answer(hook, 'Succeeded')).rejects.toMatchObject({
      name: 'LifecycleEventAlreadyCompletedException',
    });
  });

  it('take only Succeeded and Failed, once, and only for ids that were given out', async () => {
    const shop = await startShop();
    await shop.create({}, [{ AfterInstall: 'check' }]);
    const hook = await shop.nextHook(1);
    await expect(shop.answer(hook, 'InProgress')).rejects.toMatchObject({
      name: 'InvalidLifecycleEventHookExecutionStatusException',
    });
    await expect(shop.answer({ ...hook, executionId: 'other' }, 'Failed')).rejects.toMatchObject({
      name: 'InvalidLifecycleEventHookExecutionIdException',
    });
    await shop.answer(hook, 'Succeeded');
    await expect(shop.answer(hook, 'Failed')).rejects.toMatchObject({
      name: 'LifecycleEventAlreadyCompletedException',
    });
  });
});
