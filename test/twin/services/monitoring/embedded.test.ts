// Metrics in the lines of logs: the embedded metric format.
import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { named, startMetered } from './start-metered.ts';

describe('lines of logs', () => {
  const line = {
    _aws: {
      Timestamp: Date.UTC(2027, 0, 11, 9),
      CloudWatchMetrics: [
        {
          Namespace: 'Shop',
          Dimensions: [['Service'], ['Service', 'Zone']],
          Metrics: [{ Name: 'Orders', Unit: 'Count' }, { Name: 'TookMs' }],
        },
      ],
    },
    Service: 'cart',
    Zone: 'a',
    Orders: 3,
    TookMs: [10, 30],
  };

  it('carry metrics in the embedded format', async () => {
    const { addMoody, invoke, pass, total, alarm } = startMetered();
    await addMoody();
    const state = await alarm({
      Namespace: 'Shop',
      MetricName: 'Orders',
      Dimensions: named('Service', 'cart'),
    });
    await invoke({ logged: JSON.stringify(line) });
    await pass(4);
    expect(await state()).toBe('ALARM');
    expect(await total('Shop', 'Orders', { Service: 'cart' })).toBe(3);
    expect(await total('Shop', 'TookMs', { Service: 'cart', Zone: 'a' }, 'Average')).toBe(20);
    expect(await total('Shop', 'TookMs', {})).toBeUndefined();
  });

  it.each([
    ['no JSON', '{"_aws": '],
    ['no list of metrics', '{"_aws": {"Timestamp": 1, "CloudWatchMetrics": 5}}'],
    ['no numbers', JSON.stringify({ ...line, Orders: 'many', TookMs: null })],
    ['no time', JSON.stringify({ ...line, _aws: { ...line._aws, Timestamp: 'now' } })],
  ])('carry none where there are %s', async (_what, logged) => {
    const { addMoody, invoke, pass, cloudwatch, pump } = startMetered();
    await addMoody();
    await invoke({ logged });
    await pass(4);
    const { Metrics = [] } = await pump.runUntil(cloudwatch.send(new ListMetricsCommand({})));
    expect(Metrics.map(({ Namespace }) => Namespace)).not.toContain('Shop');
    expect(Metrics.map(({ Namespace }) => Namespace)).toContain('AWS/Lambda');
  });
});
