import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  type CreateTargetGroupInput,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { openShop } from '../../support/shop.ts';

describe('a load balancer', () => {
  it('has names in the form of AWS', async () => {
    const { run, balancing } = await openShop();
    const { LoadBalancers } = await run(
      balancing.send(
        new CreateLoadBalancerCommand({ Name: 'inner', Scheme: 'internal', Subnets: ['a', 'b'] }),
      ),
    );
    expect(LoadBalancers).toMatchObject([
      {
        LoadBalancerArn: expect.stringMatching(/:loadbalancer\/app\/inner\/[0-9a-f]{16}$/),
        DNSName: expect.stringMatching(/^internal-inner-\d+\.us-east-1\.elb\.amazonaws\.com$/),
        State: { Code: 'active' },
        AvailabilityZones: [{ ZoneName: 'us-east-1a' }, { ZoneName: 'us-east-1b' }],
      },
    ]);
  });

  it('takes its listeners along when it is deleted', async () => {
    const shop = await openShop();
    const { run, balancing, production } = shop;
    await shop.createService({ taskDefinition: await shop.register('1') });
    await shop.pass(60);
    const { LoadBalancers } = await run(balancing.send(new DescribeLoadBalancersCommand({})));
    const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
    await run(balancing.send(new DeleteLoadBalancerCommand({ LoadBalancerArn })));
    await expect(
      run(balancing.send(new DescribeListenersCommand({ ListenerArns: [production] }))),
    ).rejects.toMatchObject({ name: 'ListenerNotFoundException' });
    const { TargetGroups } = await run(balancing.send(new DescribeTargetGroupsCommand({})));
    expect(TargetGroups?.map(({ LoadBalancerArns }) => LoadBalancerArns)).toEqual([[], []]);
    expect(await shop.healthOf(shop.groups.blue)).toEqual(Array(2).fill('unused Target.NotInUse'));
  });

  it('has one listener a port', async () => {
    const { run, balancing, groups } = await openShop();
    const { LoadBalancers } = await run(
      balancing.send(new DescribeLoadBalancersCommand({ Names: ['shop'] })),
    );
    const creation = run(
      balancing.send(
        new CreateListenerCommand({
          LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
          Port: 80,
          Protocol: 'HTTP',
          DefaultActions: [{ Type: 'forward', TargetGroupArn: groups.blue }],
        }),
      ),
    );
    await expect(creation).rejects.toMatchObject({ name: 'DuplicateListenerException' });
  });

  it('shares no target group with another', async () => {
    const { run, balancing, groups } = await openShop();
    const { LoadBalancers } = await run(
      balancing.send(new CreateLoadBalancerCommand({ Name: 'other', Subnets: ['a'] })),
    );
    const creation = run(
      balancing.send(
        new CreateListenerCommand({
          LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
          Port: 80,
          Protocol: 'HTTP',
          DefaultActions: [{ Type: 'forward', TargetGroupArn: groups.blue }],
        }),
      ),
    );
    await expect(creation).rejects.toMatchObject({ name: 'TargetGroupAssociationLimitException' });
  });

  it('comes in pages', async () => {
    const { run, balancing } = await openShop();
    for (const Name of ['a', 'b'])
      await run(balancing.send(new CreateLoadBalancerCommand({ Name, Subnets: ['s'] })));
    const list = (Marker?: string) =>
      run(balancing.send(new DescribeLoadBalancersCommand({ PageSize: 2, Marker })));
    const first = await list();
    expect(first.LoadBalancers).toHaveLength(2);
    expect((await list(first.NextMarker)).LoadBalancers).toHaveLength(1);
  });

  it.each(['a b', '-a', 'a-', 'x'.repeat(33)])('cannot be called %j', async (Name) => {
    const { run, balancing } = await openShop();
    await expect(
      run(balancing.send(new CreateLoadBalancerCommand({ Name, Subnets: ['s'] }))),
    ).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

describe('a target group', () => {
  const create = async (given: Partial<CreateTargetGroupInput>) => {
    const { run, balancing } = await openShop();
    const answer = await run(
      balancing.send(
        new CreateTargetGroupCommand({
          Name: 'mine',
          Port: 80,
          Protocol: 'HTTP',
          VpcId: 'vpc-1',
          ...given,
        }),
      ),
    );
    return answer.TargetGroups?.[0] ?? {};
  };

  it('has the defaults of AWS', async () => {
    expect(await create({})).toMatchObject({
      TargetGroupArn: expect.stringMatching(/:targetgroup\/mine\/[0-9a-f]{16}$/),
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 6,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
      HealthCheckPath: '/',
      Matcher: { HttpCode: '200' },
      LoadBalancerArns: [],
    });
  });

  it.each([
    [{ HealthCheckIntervalSeconds: 4 }, 'ValidationError'],
    [{ HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 }, 'ValidationError'],
    [{ Name: 'blue' }, 'DuplicateTargetGroupNameException'],
  ])('cannot be made with %j', async (wrong, name) => {
    await expect(create(wrong)).rejects.toMatchObject({ name });
  });

  it('drains for as long as its attribute says', async () => {
    const shop = await openShop();
    const { run, balancing, groups } = shop;
    const TargetGroupArn = groups.blue;
    const Targets = [{ Id: '10.9.9.9', Port: 8080 }];
    await run(
      balancing.send(
        new ModifyTargetGroupAttributesCommand({
          TargetGroupArn,
          Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
        }),
      ),
    );
    const { Attributes } = await run(
      balancing.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn })),
    );
    expect(Attributes).toContainEqual({
      Key: 'deregistration_delay.timeout_seconds',
      Value: '30',
    });
    await run(balancing.send(new RegisterTargetsCommand({ TargetGroupArn, Targets })));
    expect(await shop.healthOf(TargetGroupArn)).toEqual(['initial Elb.RegistrationInProgress']);
    await shop.pass(25);
    expect(await shop.healthOf(TargetGroupArn)).toEqual(['unhealthy Target.FailedHealthChecks']);
    await run(balancing.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets })));
    await shop.pass(20);
    expect(await shop.healthOf(TargetGroupArn)).toEqual([
      'draining Target.DeregistrationInProgress',
    ]);
    await shop.pass(20);
    expect(await shop.healthOf(TargetGroupArn)).toEqual([]);
  });

  it('falls out of use with its last listener', async () => {
    const shop = await openShop();
    await shop.createService({ taskDefinition: await shop.register('1') });
    await shop.pass(60);
    for (const ListenerArn of [shop.production, shop.test])
      await shop.run(shop.balancing.send(new DeleteListenerCommand({ ListenerArn })));
    expect(await shop.healthOf(shop.groups.blue)).toEqual(Array(2).fill('unused Target.NotInUse'));
  });

  it('takes a new health check path at once', async () => {
    const shop = await openShop({
      versions: { '1': { paths: [{ path: '/ready', status: 500 }] } },
    });
    await shop.createService({ taskDefinition: await shop.register('1') });
    await shop.pass(60);
    await shop.run(
      shop.balancing.send(
        new ModifyTargetGroupCommand({
          TargetGroupArn: shop.groups.blue,
          HealthCheckPath: '/ready',
        }),
      ),
    );
    await shop.pass(21);
    expect(await shop.healthOf(shop.groups.blue)).toContain(
      'unhealthy Target.ResponseCodeMismatch',
    );
  });
});

describe('SetRulePriorities', () => {
  it('swaps two rules', async () => {
    const { run, balancing, production, groups } = await openShop();
    const make = async (Priority: number) => {
      const { Rules } = await run(
        balancing.send(
          new CreateRuleCommand({
            ListenerArn: production,
            Priority,
            Conditions: [{ Field: 'path-pattern', Values: ['/x'] }],
            Actions: [{ Type: 'forward', TargetGroupArn: groups.blue }],
          }),
        ),
      );
      return Rules?.[0]?.RuleArn ?? '';
    };
    const [first, second] = [await make(1), await make(2)];
    const { Rules } = await run(
      balancing.send(
        new SetRulePrioritiesCommand({
          RulePriorities: [
            { RuleArn: first, Priority: 2 },
            { RuleArn: second, Priority: 1 },
          ],
        }),
      ),
    );
    expect(Rules?.map(({ RuleArn, Priority }) => [RuleArn, Priority])).toEqual([
      [first, '2'],
      [second, '1'],
    ]);
  });
});
