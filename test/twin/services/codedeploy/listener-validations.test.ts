import { ContinueDeploymentCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy';
import {
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteRuleCommand,
  ModifyListenerCommand,
  type TargetGroupTuple,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { type Shop, startShop } from './start-shop.ts';

const PREFIX = 'The ELB could not be updated due to the following error: ';

const forward = (TargetGroups: TargetGroupTuple[]) => [
  { Type: 'forward' as const, ForwardConfig: { TargetGroups } },
];
const to = (TargetGroupArn: string, Weight: number) => ({ TargetGroupArn, Weight });

const modify = ({ clients }: Shop, ListenerArn: string, groups: TargetGroupTuple[]) =>
  clients.elb.send(new ModifyListenerCommand({ ListenerArn, DefaultActions: forward(groups) }));

async function addRule(shop: Shop, groups: TargetGroupTuple[]): Promise<string> {
  const { Rules = [] } = await shop.clients.elb.send(
    new CreateRuleCommand({
      ListenerArn: shop.production,
      Priority: 10,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
      Actions: forward(groups),
    }),
  );
  return Rules[0]?.RuleArn ?? '';
}

async function otherGroup({ clients }: Shop): Promise<string> {
  const { TargetGroups = [] } = await clients.elb.send(
    new CreateTargetGroupCommand({
      Name: 'other',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
    }),
  );
  return TargetGroups[0]?.TargetGroupArn ?? '';
}

async function failure(shop: Shop): Promise<string | undefined> {
  const id = await shop.create();
  await shop.passUntil(id, 'Failed');
  const { errorInformation } = await shop.read(id);
  expect(errorInformation?.code).toBe('ELASTIC_LOAD_BALANCING_INVALID');
  expect(await shop.lifecycle(id)).toContain('Install Failed');
  expect(await shop.taskSets()).toHaveLength(1);
  return errorInformation?.message?.replace(PREFIX, '');
}

describe('before a deployment starts', () => {
  it('the production listener must forward to the live target group', async () => {
    const shop = await startShop();
    await modify(shop, shop.production, [to(shop.green, 100)]);
    expect(await failure(shop)).toBe(
      `Primary taskset target group must be behind listener ${shop.production}`,
    );
  });

  it('the test listener must too, where that is asked', async () => {
    const shop = await startShop();
    await modify(shop, shop.test ?? '', [to(shop.green, 100)]);
    expect(await failure(shop)).toBe(
      `Primary taskset target group must be behind listener ${shop.test}`,
    );
    const lenient = await startShop({ behaviour: { testListenerMustForwardToPrimary: false } });
    await modify(lenient, lenient.test ?? '', [to(lenient.green, 100)]);
    await lenient.passUntil(await lenient.create(), 'Succeeded');
  });

  it('a rule that forwards to green alone is named by its own ARN', async () => {
    const shop = await startShop();
    const ruleArn = await addRule(shop, [to(shop.green, 0)]);
    expect(await failure(shop)).toBe(
      `Primary taskset target group must be behind listener ${ruleArn}`,
    );
  });

  it('no third target group may stand beside the pair', async () => {
    const shop = await startShop();
    await modify(shop, shop.production, [to(shop.blue, 70), to(await otherGroup(shop), 30)]);
    expect(await failure(shop)).toBe(
      `Only target group in ECS deployment group (${shop.blue}, ${shop.green}) can be set on listener ${shop.production}.`,
    );
  });

  it('green must have no weight, in rules that somebody else left there either', async () => {
    const shop = await startShop();
    const ruleArn = await addRule(shop, [to(shop.blue, 90), to(shop.green, 10)]);
    expect(await failure(shop)).toBe(
      'Green taskset target group cannot have non-zero weight prior to traffic shifting',
    );
    await shop.clients.elb.send(new DeleteRuleCommand({ RuleArn: ruleArn }));
    await shop.passUntil(await shop.create(), 'Succeeded');
  });

  it('rules of other services are not its business', async () => {
    const shop = await startShop();
    await addRule(shop, [to(await otherGroup(shop), 1)]);
    await shop.passUntil(await shop.create(), 'Succeeded');
  });
});

describe('an overlay rule during the Ready wait', () => {
  async function overlaid(shop: Shop) {
    const id = await shop.create();
    await shop.passUntil(id, 'Ready');
    const ruleArn = await addRule(shop, [to(shop.blue, 75), to(shop.green, 25)]);
    return { id, ruleArn };
  }
  const proceed = ({ clients }: Shop, deploymentId: string) =>
    clients.codedeploy.send(new ContinueDeploymentCommand({ deploymentId }));

  it('that is gone when the deployment continues does no harm', async () => {
    const shop = await startShop({ readyMinutes: 60 });
    const { id, ruleArn } = await overlaid(shop);
    await shop.pass(600);
    await shop.clients.elb.send(new DeleteRuleCommand({ RuleArn: ruleArn }));
    await proceed(shop, id);
    await shop.passUntil(id, 'Succeeded');
  });

  it('that is still there fails the deployment before the shift', async () => {
    const shop = await startShop({ readyMinutes: 60 });
    const { id } = await overlaid(shop);
    await proceed(shop, id);
    await shop.passUntil(id, 'Failed');
    expect((await shop.read(id)).errorInformation?.message).toBe(
      `${PREFIX}Green taskset target group cannot have non-zero weight prior to traffic shifting`,
    );
    expect(await shop.weights()).toEqual({ 'auth-a': 100, 'auth-b': 0 });
  });

  it('is rewritten by the shift where it is not looked at again', async () => {
    const shop = await startShop({
      readyMinutes: 60,
      behaviour: { listenerCheckedAgainBeforeShift: false },
    });
    const { id } = await overlaid(shop);
    await proceed(shop, id);
    await shop.passUntil(id, 'Succeeded');
    expect(await shop.ruleWeights(10)).toEqual({ 'auth-a': 0, 'auth-b': 100 });
  });

  it.each([
    [false, { 'auth-a': 75, 'auth-b': 25 }],
    [true, { 'auth-a': 100, 'auth-b': 0 }],
  ])('outlives a rollback, rewritten: %s', async (rollbackBeforeShiftRewritesProduction, left) => {
    const shop = await startShop({
      readyMinutes: 60,
      behaviour: { rollbackBeforeShiftRewritesProduction },
    });
    const { id } = await overlaid(shop);
    await shop.clients.codedeploy.send(
      new StopDeploymentCommand({ deploymentId: id, autoRollbackEnabled: true }),
    );
    await shop.pass(600);
    expect(await shop.ruleWeights(10)).toEqual(left);
    expect((await shop.taskSets()).map(({ group }) => group)).toEqual(['auth-a']);
  });
});
