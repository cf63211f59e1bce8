import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { alarmInput, startMonitoring } from './start-monitoring.ts';

describe('a dashboard', () => {
  test('is stored and given back', async () => {
    const { cloudwatch, send } = startMonitoring();
    const DashboardBody = '{"widgets":[]}';
    await send(
      cloudwatch.send(new PutDashboardCommand({ DashboardName: 'releases', DashboardBody })),
    );
    const got = await send(cloudwatch.send(new GetDashboardCommand({ DashboardName: 'releases' })));
    expect(got).toMatchObject({
      DashboardBody,
      DashboardArn: 'arn:aws:cloudwatch::123456789012:dashboard/releases',
    });
    await send(cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: ['releases'] })));
    const list = await send(cloudwatch.send(new ListDashboardsCommand({})));
    expect(list.DashboardEntries).toEqual([]);
  });

  test.each([
    ['no JSON', 'releases', 'widgets'],
    ['a bad name', 'a b', '{}'],
  ])('is refused with %s', async (_case, DashboardName, DashboardBody) => {
    const { cloudwatch, send } = startMonitoring();
    const put = new PutDashboardCommand({ DashboardName, DashboardBody });
    await expect(send(cloudwatch.send(put))).rejects.toThrow(/Dashboard/);
  });
});

test('tags of an alarm come from its creation only', async () => {
  const { cloudwatch, send } = startMonitoring();
  const put = (Value: string) =>
    send(
      cloudwatch.send(new PutMetricAlarmCommand(alarmInput({ Tags: [{ Key: 'team', Value }] }))),
    );
  await put('one');
  await put('two');
  const { Tags } = await send(
    cloudwatch.send(
      new ListTagsForResourceCommand({
        ResourceARN: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors',
      }),
    ),
  );
  expect(Tags).toEqual([{ Key: 'team', Value: 'one' }]);
});
