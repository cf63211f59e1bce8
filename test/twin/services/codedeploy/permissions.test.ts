import { describe, expect, it } from 'vitest';
import type { Authorizer } from '../../../../twin/host/authorizer.ts';
import { AwsError } from '../../../../twin/host/aws-error.ts';
import { ROLE, startShop } from './start-shop.ts';

/** The service role may do everything but one operation. */
const without = (operation: string) => (): Authorizer => ({
  authorize(_input, context) {
    if (context.operation !== operation || context.caller.roleArn !== ROLE) return;
    throw new AwsError('AccessDeniedException', `not authorized to perform ${operation}`);
  },
});

const message = (service: string) =>
  `The IAM role ${ROLE} does not give you permission to perform operations in the following AWS service: ${service}. Contact your AWS administrator if you need help. If you are an AWS administrator, you can grant permissions to your users or groups by creating IAM policies.`;

describe('a service role without one permission', () => {
  it.each([
    ['DescribeTargetGroups', 'AmazonElasticLoadBalancingV2', 'Install'],
    ['DescribeListeners', 'AmazonElasticLoadBalancingV2', 'Install'],
    ['DescribeRules', 'AmazonElasticLoadBalancingV2', 'Install'],
    ['ModifyListener', 'AmazonElasticLoadBalancingV2', 'Install'],
    ['CreateTaskSet', 'AmazonECS', 'Install'],
    ['Invoke', 'AWSLambda', 'AfterInstall'],
    ['UpdateServicePrimaryTaskSet', 'AmazonECS', 'AllowTraffic'],
  ])('%s fails exactly there', async (operation, service, event) => {
    const shop = await startShop({ authorizer: without(operation) });
    const id = await shop.create({}, operation === 'Invoke' ? [{ AfterInstall: 'check' }] : []);
    await shop.passUntil(id, 'Failed');
    expect((await shop.read(id)).errorInformation).toEqual({
      code: 'IAM_ROLE_PERMISSIONS',
      message: message(service),
    });
    expect(await shop.lifecycle(id)).toContain(`${event} Failed`);
  });

  it('DescribeAlarms fails before anything is installed', async () => {
    const shop = await startShop({ authorizer: without('DescribeAlarms'), alarms: ['errors'] });
    const id = await shop.create();
    await shop.passUntil(id, 'Failed');
    expect((await shop.read(id)).errorInformation?.message).toBe(message('AmazonCloudWatch'));
    expect(await shop.taskSets()).toHaveLength(1);
  });

  it('DescribeServices is refused when the group is created', async () => {
    await expect(startShop({ authorizer: without('DescribeServices') })).rejects.toMatchObject({
      name: 'InvalidECSServiceException',
      message: expect.stringContaining(
        'Could not load ECS service information for cluster: main, service: auth. Cause: ',
      ),
    });
  });
});

describe('calls in the name of the service role', () => {
  it('are tried again when they are throttled, and when their answer is lost', async () => {
    const shop = await startShop();
    const caller = 'assumed-role/CodeDeploy';
    for (const operation of ['CreateTaskSet', 'ModifyListener', 'DescribeServices']) {
      for (const fault of ['throttle', 'lostBefore', 'lostAfter'] as const)
        shop.twin.faults.add({ hook: 'call', fault, operation, caller, times: 1 });
    }
    const id = await shop.create();
    await shop.passUntil(id, 'Succeeded');
    await shop.pass(600);
    expect(await shop.taskSets()).toHaveLength(1);
  });

  it('that are throttled for long fail the deployment', async () => {
    const shop = await startShop();
    shop.twin.faults.add({ hook: 'call', fault: 'throttle', operation: 'DescribeRules' });
    const id = await shop.create();
    await shop.passUntil(id, 'Failed');
    expect((await shop.read(id)).errorInformation?.code).toBe('THROTTLED');
  });
});
