import {
  ContinueDeploymentCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { describe, expect, it } from 'vitest';
import { type Shop, startShop } from './start-shop.ts';

const proceed = (
  { clients }: Shop,
  deploymentId: string,
  deploymentWaitType?: 'READY_WAIT' | 'TERMINATION_WAIT',
) => clients.codedeploy.send(new ContinueDeploymentCommand({ deploymentId, deploymentWaitType }));
const stop = ({ clients }: Shop, deploymentId: string, autoRollbackEnabled?: boolean) =>
  clients.codedeploy.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled }));

describe('a deployment with a Ready wait', () => {
  it('waits with green tested and production untouched, until it is continued', async () => {
    const shop = await startShop({ readyMinutes: 60 });
    const id = await shop.create();
    await shop.passUntil(id, 'Ready');
    expect(await shop.lifecycle(id)).toEqual([
      'BeforeInstall Succeeded',
      'Install Succeeded',
      'AfterInstall Succeeded',
      'AllowTestTraffic Succeeded',
      'AfterAllowTestTraffic Succeeded',
      'BeforeAllowTraffic Pending',
      'AllowTraffic Pending',
      'AfterAllowTraffic Pending',
    ]);
    expect(await shop.weights()).toEqual({ 'auth-a': 100, 'auth-b': 0 });
    expect(await shop.weights(shop.test)).toEqual({ 'auth-a': 0, 'auth-b': 100 });
    expect((await shop.target(id)).taskSetsInfo).toMatchObject([
      { taskSetLabel: 'Green', targetGroup: { name: 'auth-b' }, trafficWeight: 0, runningCount: 2 },
      {
        taskSetLabel: 'Blue',
        targetGroup: { name: 'auth-a' },
        trafficWeight: 100,
        status: 'PRIMARY',
      },
    ]);

    await proceed(shop, id, 'READY_WAIT');
    await shop.pass(60);
    expect(await shop.weights()).toEqual({ 'auth-a': 0, 'auth-b': 100 });
    expect(await shop.read(id)).toMatchObject({ status: 'InProgress' });
    await shop.passUntil(id, 'Succeeded');
    expect(shop.states()).toEqual(['START', 'READY', 'SUCCESS']);
    await shop.pass(600);
    expect(await shop.taskSets()).toEqual([{ status: 'PRIMARY', group: 'auth-b', externalId: id }]);
  });

  it('swaps the roles of the target groups in the next deployment', async () => {
    const shop = await startShop({ readyMinutes: 60 });
    for (const expected of [
      { 'auth-a': 0, 'auth-b': 100 },
      { 'auth-a': 100, 'auth-b': 0 },
    ]) {
      const id = await shop.create();
      await shop.passUntil(id, 'Ready');
      await proceed(shop, id);
      await shop.passUntil(id, 'Succeeded');
      await shop.pass(600);
      expect(await shop.weights()).toEqual(expected);
    }
  });

  it('is stopped when nobody continues it, and rolls back where a stop does', async () => {
    const shop = await startShop({ readyMinutes: 30, rollbackOn: ['DEPLOYMENT_STOP_ON_REQUEST'] });
    const id = await shop.create();
    await shop.passUntil(id, 'Ready');
    await shop.passUntil(id, 'Stopped');
    await shop.pass(30);
    const { errorInformation, rollbackInfo } = await shop.read(id);
    expect(errorInformation).toEqual({
      code: 'TIMEOUT',
      message:
        'The deployment timed out while waiting for a notification to continue. This time out period is 30 minutes.',
    });
    expect(await shop.read(rollbackInfo?.rollbackDeploymentId ?? '')).toMatchObject({
      status: 'Succeeded',
      creator: 'codeDeployRollback',
    });
  });

  it('leaves green running when it expires without rollback, and takes the next deployment', async () => {
    const shop = await startShop({ readyMinutes: 30 });
    const id = await shop.create();
    await shop.passUntil(id, 'Stopped');
    await shop.pass(60);
    expect((await shop.taskSets()).map(({ status }) => status)).toEqual(['ACTIVE', 'PRIMARY']);
    const next = await shop.create();
    await shop.passUntil(next, 'Ready');
  });
});

describe('StopDeployment', () => {
  it('with rollback gives all traffic back, deletes green, and names the rollback on both', async () => {
    const shop = await startShop({ readyMinutes: 60 });
    const id = await shop.create();
    await shop.passUntil(id, 'Ready');
    expect(await stop(shop, id, true)).toMatchObject({ status: 'Pending' });
    expect(await shop.passUntil(id, 'Stopped')).toBeLessThan(10);
    await shop.pass(20);
    const { rollbackInfo, errorInformation } = await shop.read(id);
    const rollbackId = rollbackInfo?.rollbackDeploymentId ?? '';
    expect(errorInformation?.code).toBe('MANUAL_STOP');
    expect(await shop.read(rollbackId)).toMatchObject({
      status: 'Succeeded',
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      rollbackInfo: {
        rollbackTriggeringDeploymentId: id,
        rollbackMessage: `Deployment ${rollbackId} is triggered to roll back deployment ${id}.`,
      },
    });
    expect(await shop.weights()).toEqual({ 'auth-a': 100, 'auth-b': 0 });
    expect(await shop.weights(shop.test)).toEqual({ 'auth-a': 100, 'auth-b': 0 });
    expect(await shop.lifecycle(id)).toContain('BeforeAllowTraffic Skipped');
    await shop.pass(600);
    expect((await shop.taskSets()).map(({ group }) => group)).toEqual(['auth-a']);
    expect(shop.states()).toEqual(['START', 'READY', 'STOP', 'START', 'SUCCESS']);
  });

  it('after the shift makes blue primary again', async () => {
    const shop = await startShop({ terminationMinutes: 60 });
    const id = await shop.create();
    await shop.pass(900);
    expect(await shop.weights()).toEqual({ 'auth-a': 0, 'auth-b': 100 });
    expect((await shop.taskSets()).find(({ status }) => status === 'PRIMARY')?.group).toBe(
      'auth-b',
    );
    await stop(shop, id, true);
    await shop.pass(30);
    expect(await shop.weights()).toEqual({ 'auth-a': 100, 'auth-b': 0 });
    expect((await shop.taskSets()).find(({ status }) => status === 'PRIMARY')?.group).toBe(
      'auth-a',
    );
  });

  it('without rollback leaves everything as it is', async () => {
    const shop = await startShop({ readyMinutes: 60, rollbackOn: ['DEPLOYMENT_STOP_ON_REQUEST'] });
    const id = await shop.create();
    await shop.passUntil(id, 'Ready');
    await stop(shop, id, false);
    await shop.pass(60);
    expect((await shop.read(id)).rollbackInfo).toBeUndefined();
    expect(await shop.taskSets()).toHaveLength(2);
  });

  it('before green exists rolls nothing back', async () => {
    const shop = await startShop({ rollbackOn: ['DEPLOYMENT_STOP_ON_REQUEST'] });
    const id = await shop.create();
    await stop(shop, id);
    await shop.pass(60);
    expect(await shop.read(id)).toMatchObject({ status: 'Stopped' });
    expect((await shop.read(id)).rollbackInfo).toBeUndefined();
    expect(await shop.taskSets()).toHaveLength(1);
  });

  it('is refused once the deployment is over', async () => {
    const shop = await startShop({ terminationMinutes: 0 });
    const id = await shop.create();
    await shop.passUntil(id, 'Succeeded');
    await expect(stop(shop, id, true)).rejects.toMatchObject({
      name: 'DeploymentAlreadyCompletedException',
    });
  });
});

describe('ContinueDeployment', () => {
  it('is refused before Ready, and the second time', async () => {
    const shop = await startShop({ readyMinutes: 60 });
    const id = await shop.create();
    const notReady = { name: 'DeploymentIsNotInReadyStateException' };
    await expect(proceed(shop, id)).rejects.toMatchObject(notReady);
    await shop.passUntil(id, 'Ready');
    await proceed(shop, id);
    await expect(proceed(shop, id)).rejects.toMatchObject(notReady);
    await shop.passUntil(id, 'Succeeded');
    await expect(proceed(shop, id)).rejects.toMatchObject({
      name: 'DeploymentAlreadyCompletedException',
    });
  });

  it('ends the wait for the termination of blue', async () => {
    const shop = await startShop({ terminationMinutes: 600 });
    const id = await shop.create();
    await expect(proceed(shop, id, 'TERMINATION_WAIT')).rejects.toMatchObject({
      name: 'InvalidDeploymentStatusException',
    });
    await shop.pass(900);
    await proceed(shop, id, 'TERMINATION_WAIT');
    expect(await shop.passUntil(id, 'Succeeded')).toBeLessThan(30);
  });
});

describe('a deployment group', () => {
  it('has one deployment at a time, and names it', async () => {
    const shop = await startShop({ readyMinutes: 60 });
    const id = await shop.create();
    const active = {
      name: 'DeploymentLimitExceededException',
      message: `The Deployment Group 'auth' already has an active Deployment '${id}'`,
    };
    await expect(shop.create()).rejects.toMatchObject(active);
    await shop.passUntil(id, 'Ready');
    await expect(shop.create()).rejects.toMatchObject(active);
    await stop(shop, id, true);
    await shop.passUntil(id, 'Stopped');
    await expect(shop.create()).rejects.toMatchObject({ name: active.name });
    await shop.pass(60);
    const next = await shop.create();
    const list = async (...statuses: ('Stopped' | 'Created' | 'Succeeded')[]) =>
      (
        await shop.clients.codedeploy.send(
          new ListDeploymentsCommand({
            applicationName: 'shop',
            deploymentGroupName: 'auth',
            includeOnlyStatuses: statuses,
          }),
        )
      ).deployments;
    const { rollbackInfo } = await shop.read(id);
    expect(await list()).toEqual([next, rollbackInfo?.rollbackDeploymentId, id]);
    expect(await list('Created')).toEqual([next]);
    expect(await list('Stopped', 'Succeeded')).toEqual([rollbackInfo?.rollbackDeploymentId, id]);
  });
});

describe('ListDeployments', () => {
  it('wants both names or none', async () => {
    const { clients } = await startShop();
    const list = (input: object) => clients.codedeploy.send(new ListDeploymentsCommand(input));
    await expect(list({ applicationName: 'shop' })).rejects.toMatchObject({
      name: 'DeploymentGroupNameRequiredException',
    });
    await expect(list({ deploymentGroupName: 'auth' })).rejects.toMatchObject({
      name: 'ApplicationNameRequiredException',
    });
    expect((await list({})).deployments).toEqual([]);
  });
});
