import {
  type Action,
  CreateRuleCommand,
  type CreateRuleInput,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { DEFAULT_REGION } from '../../../../twin/twin.ts';
import { openShop } from '../../support/shop.ts';

async function openWithRules(seed = 1) {
  const shop = await openShop({ seed });
  await shop.pass(60);
  const { run, balancing, groups } = shop;
  const peer = shop.twin.peer('elasticloadbalancing', DEFAULT_REGION);
  const toBoth = (blue: number, green: number): Action[] => [
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: groups.blue, Weight: blue },
          { TargetGroupArn: groups.green, Weight: green },
        ],
      },
    },
  ];
  return {
    ...shop,
    toBoth,
    create: async (given: Partial<CreateRuleInput> = {}) => {
      const { Rules } = await run(
        balancing.send(
          new CreateRuleCommand({
            ListenerArn: shop.production,
            Priority: 10,
            Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
            Actions: toBoth(90, 10),
            ...given,
          }),
        ),
      );
      return Rules?.[0] ?? {};
    },
    /** The share of green, as the data plane deals requests out. */
    shareOfGreen: (path = '/', headers: Record<string, string> = {}) =>
      peer
        .route({ listenerArn: shop.production, host: 'shop', path, method: 'GET', headers })
        .find(({ targetGroupArn }) => targetGroupArn === groups.green)?.share ?? 0,
  };
}

describe('a rule', () => {
  it('takes effect some seconds after it was made, changed, and deleted', async () => {
    const shop = await openWithRules();
    const { RuleArn = '' } = await shop.create();
    expect(shop.shareOfGreen()).toBe(0);
    await shop.pass(60);
    expect(shop.shareOfGreen()).toBeCloseTo(0.1);
    await shop.run(
      shop.balancing.send(new ModifyRuleCommand({ RuleArn, Actions: shop.toBoth(75, 25) })),
    );
    await shop.pass(60);
    expect(shop.shareOfGreen()).toBeCloseTo(0.25);
    await shop.run(shop.balancing.send(new DeleteRuleCommand({ RuleArn })));
    expect(shop.shareOfGreen()).toBeCloseTo(0.25);
    await shop.pass(60);
    expect(shop.shareOfGreen()).toBe(0);
  });

  it('is never undone by an older change that travels slowly', async () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const shop = await openWithRules(seed);
      const { RuleArn } = await shop.create();
      for (const green of [20, 30, 40])
        await shop.run(
          shop.balancing.send(
            new ModifyRuleCommand({ RuleArn, Actions: shop.toBoth(100 - green, green) }),
          ),
        );
      await shop.pass(120);
      expect(shop.shareOfGreen()).toBeCloseTo(0.4);
    }
  });

  it('answers in the form of AWS', async () => {
    const shop = await openWithRules();
    const rule = await shop.create({
      Actions: [{ Type: 'forward', TargetGroupArn: shop.groups.green }],
    });
    expect(rule).toEqual({
      RuleArn: expect.stringMatching(
        /^arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule\/app\/shop(\/[0-9a-f]{16}){3}$/,
      ),
      Priority: '10',
      IsDefault: false,
      Conditions: [
        { Field: 'path-pattern', Values: ['/*'], PathPatternConfig: { Values: ['/*'] } },
      ],
      Actions: [
        {
          Type: 'forward',
          TargetGroupArn: shop.groups.green,
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: shop.groups.green, Weight: 1 }],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
    });
  });

  it('comes before the default rule, by priority', async () => {
    const shop = await openWithRules();
    await shop.create({ Priority: 20 });
    await shop.create({ Priority: 10, Actions: shop.toBoth(0, 1) });
    const { Rules } = await shop.run(
      shop.balancing.send(new DescribeRulesCommand({ ListenerArn: shop.production })),
    );
    expect(Rules?.map(({ Priority }) => Priority)).toEqual(['10', '20', 'default']);
    await shop.pass(60);
    expect(shop.shareOfGreen()).toBe(1);
  });

  it.each([
    ['a priority in use', { Priority: 10 }, 'PriorityInUseException'],
    ['a priority that is none', { Priority: 0 }, 'ValidationError'],
    ['a listener that is none', { ListenerArn: 'arn:none' }, 'ListenerNotFoundException'],
    ['no condition', { Conditions: [] }, 'ValidationError'],
    ['an unknown condition', { Conditions: [{ Field: 'moon' }] }, 'ValidationError'],
    ['no action', { Actions: [] }, 'ValidationError'],
    [
      'a target group that is none',
      { Actions: [{ Type: 'forward' as const, TargetGroupArn: 'arn:none' }] },
      'TargetGroupNotFoundException',
    ],
  ])('cannot be made with %s', async (_, wrong, name) => {
    const shop = await openWithRules();
    await shop.create();
    await expect(shop.create({ Priority: 11, ...wrong })).rejects.toMatchObject({ name });
  });

  it.each([-1, 1000, 0.5])('cannot have the weight %d', async (weight) => {
    const shop = await openWithRules();
    await expect(shop.create({ Actions: shop.toBoth(1, weight) })).rejects.toThrow();
  });

  it('is one of a hundred at most', async () => {
    const shop = await openWithRules();
    for (let Priority = 1; Priority <= 100; Priority += 1) {
      await shop.create({ Priority });
      await shop.pass(1);
    }
    await expect(shop.create({ Priority: 101 })).rejects.toMatchObject({
      name: 'TooManyRulesException',
    });
  });

  it('keeps a target group from being deleted', async () => {
    const shop = await openWithRules();
    const deletion = shop.run(
      shop.balancing.send(new DeleteTargetGroupCommand({ TargetGroupArn: shop.groups.green })),
    );
    await expect(deletion).rejects.toMatchObject({ name: 'ResourceInUseException' });
  });

  it('shows its tags, of twenty resources at most', async () => {
    const shop = await openWithRules();
    const { RuleArn = '' } = await shop.create({ Tags: [{ Key: 'release', Value: 'r-1' }] });
    const describeTags = (ResourceArns: string[]) =>
      shop.run(shop.balancing.send(new DescribeTagsCommand({ ResourceArns })));
    expect((await describeTags([RuleArn])).TagDescriptions).toEqual([
      { ResourceArn: RuleArn, Tags: [{ Key: 'release', Value: 'r-1' }] },
    ]);
    await expect(describeTags(Array(21).fill(RuleArn))).rejects.toThrow();
  });
});

describe('a condition', () => {
  it.each([
    [{ Field: 'path-pattern', Values: ['/api/*'] }, '/api/x', {}, true],
    [{ Field: 'path-pattern', Values: ['/api/*'] }, '/API/x', {}, false],
    [{ Field: 'path-pattern', Values: ['/a?c'] }, '/abc?x=1', {}, true],
    [{ Field: 'host-header', Values: ['SH*P'] }, '/', {}, true],
    [
      {
        Field: 'http-header',
        HttpHeaderConfig: { HttpHeaderName: 'X-Canary', Values: ['always'] },
      },
      '/',
      { 'x-canary': 'Always' },
      true,
    ],
    [
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['POST'] } },
      '/',
      {},
      false,
    ],
    [
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'v', Value: '2' }] } },
      '/x?a=1&v=2',
      {},
      true,
    ],
    [
      { Field: 'source-ip', SourceIpConfig: { Values: ['10.1.0.0/16'] } },
      '/',
      { 'x-forwarded-for': '10.1.2.3' },
      true,
    ],
    [
      { Field: 'source-ip', SourceIpConfig: { Values: ['10.1.0.0/16'] } },
      '/',
      { 'x-forwarded-for': '10.2.2.3' },
      false,
    ],
  ])('%j sees %s %j: %s', async (condition, path, headers, expected) => {
    const shop = await openWithRules();
    await shop.create({ Conditions: [condition], Actions: shop.toBoth(0, 1) });
    await shop.pass(60);
    expect(shop.shareOfGreen(path, headers as Record<string, string>)).toBe(expected ? 1 : 0);
  });
});

describe('ModifyListener', () => {
  it('replaces the default actions as a whole', async () => {
    const shop = await openWithRules();
    const { Listeners } = await shop.run(
      shop.balancing.send(
        new ModifyListenerCommand({
          ListenerArn: shop.production,
          DefaultActions: [{ Type: 'forward', TargetGroupArn: shop.groups.green }],
        }),
      ),
    );
    expect(Listeners?.[0]?.DefaultActions).toHaveLength(1);
    await shop.pass(60);
    expect(shop.shareOfGreen()).toBe(1);
  });
});
