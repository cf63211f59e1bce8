import {
  CreateListenerCommand,
  CreateRuleCommand,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import type { ServiceDatum } from '../../../../twin/host/peers.ts';
import { DEFAULT_REGION } from '../../../../twin/twin.ts';
import { openShop, type ShopOptions } from '../../support/shop.ts';

async function openBusy(options: ShopOptions = {}) {
  const shop = await openShop(options);
  await shop.createService({ taskDefinition: await shop.register('1') });
  await shop.pass(60);
  return { ...shop, users: shop.visit() };
}

const total = (data: readonly ServiceDatum[], metricName: string, where: 'group' | 'balancer') =>
  data
    .filter((datum) => datum.metricName === metricName)
    .filter(({ dimensions }) => 'TargetGroup' in dimensions === (where === 'group'))
    .flatMap(({ values }) => values)
    .reduce((sum, { value, count }) => sum + value * count, 0);

describe('metrics of a load balancer', () => {
  it('count what the target groups answered', async () => {
    const shop = await openBusy();
    await shop.pass(600);
    const requests = total(shop.data, 'RequestCount', 'group');
    expect(requests).toBeGreaterThan(20 * 600 * 0.95);
    expect(requests).toBeLessThan(20 * 600 * 1.05);
    expect(total(shop.data, 'RequestCount', 'balancer')).toBe(requests);
    expect(total(shop.data, 'HTTPCode_Target_2XX_Count', 'group')).toBe(requests);
    expect(shop.users.harm()).toMatchObject({
      badRequests: 0,
      versions: [{ imageDigest: 'sha256:1' }],
    });
  });

  it('are absent where nothing happened', async () => {
    const shop = await openBusy();
    await shop.pass(600);
    const names = new Set(shop.data.map(({ metricName }) => metricName));
    expect(names).toContain('HealthyHostCount');
    expect(names).not.toContain('HTTPCode_Target_5XX_Count');
    expect(names).not.toContain('HTTPCode_ELB_5XX_Count');
    const green = shop.groups.green.split(':').at(-1);
    expect(shop.data.filter(({ dimensions }) => dimensions['TargetGroup'] === green)).toEqual([]);
  });

  it('describe whole minutes, by their beginning', async () => {
    const shop = await openBusy();
    await shop.pass(300);
    const times = shop.data.map(({ at }) => at);
    expect(times.every((at) => at % 60_000 === 0)).toBe(true);
    expect(Math.max(...times)).toBeLessThan(shop.clock.now());
  });

  it('show errors and latency of the version that has them', async () => {
    const shop = await openBusy({
      versions: { '1': { errorRate: 0.1, latencyMs: { median: 200, p99: 2000 } } },
    });
    await shop.pass(600);
    const share =
      total(shop.data, 'HTTPCode_Target_5XX_Count', 'group') /
      total(shop.data, 'RequestCount', 'group');
    expect(share).toBeCloseTo(0.1, 1);
    const values = shop.data
      .filter(({ metricName }) => metricName === 'TargetResponseTime')
      .filter(({ dimensions }) => 'TargetGroup' in dimensions)
      .flatMap((datum) => datum.values);
    expect(percentile(values, 0.5)).toBeCloseTo(0.2, 1);
    expect(percentile(values, 0.99)).toBeGreaterThan(1.5);
    expect(percentile(values, 0.99)).toBeLessThan(2.5);
    const [version] = shop.users.harm().versions;
    expect((version?.badRequests ?? 0) / (version?.requests ?? 1)).toBeCloseTo(0.1, 1);
  });

  it('blame the load balancer alone for a group without targets', async () => {
    const shop = await openBusy();
    await shop.run(
      shop.balancing.send(
        new CreateRuleCommand({
          ListenerArn: shop.production,
          Priority: 1,
          Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
          Actions: [
            {
              Type: 'forward',
              ForwardConfig: {
                TargetGroups: [
                  { TargetGroupArn: shop.groups.blue, Weight: 50 },
                  { TargetGroupArn: shop.groups.green, Weight: 50 },
                ],
              },
            },
          ],
        }),
      ),
    );
    await shop.pass(600);
    const refused = total(shop.data, 'HTTPCode_ELB_503_Count', 'balancer');
    expect(refused).toBeGreaterThan(5000);
    expect(total(shop.data, 'HTTPCode_ELB_5XX_Count', 'balancer')).toBe(refused);
    expect(total(shop.data, 'HTTPCode_ELB_503_Count', 'group')).toBe(0);
    expect(total(shop.data, 'HTTPCode_Target_5XX_Count', 'balancer')).toBe(0);
    expect(shop.users.harm().unserved[0]?.requests).toBeGreaterThanOrEqual(refused);
  });

  it('show connection errors while a crashed task is not noticed', async () => {
    const shop = await openBusy();
    await shop.pass(65);
    shop.twin.peer('ecs', DEFAULT_REGION).crash({ serviceName: 'shop', count: 1 });
    await shop.pass(120);
    const errors = total(shop.data, 'TargetConnectionErrorCount', 'group');
    expect(errors).toBeGreaterThan(5);
    expect(errors).toBeLessThan(80);
    expect(total(shop.data, 'HTTPCode_ELB_502_Count', 'balancer')).toBe(errors);
  });
});

describe('a load balancer', () => {
  it('moves traffic within seconds of a change, in proportion to the weights', async () => {
    const shop = await openBusy();
    const toGreen = { TargetGroupArn: shop.groups.green, Weight: 25 };
    await shop.run(
      shop.balancing.send(
        new ModifyListenerCommand({
          ListenerArn: shop.production,
          DefaultActions: [
            {
              Type: 'forward',
              ForwardConfig: {
                TargetGroups: [{ TargetGroupArn: shop.groups.blue, Weight: 75 }, toGreen],
              },
            },
          ],
        }),
      ),
    );
    const before = shop.users.harm().requests;
    await shop.pass(600);
    const { requests, unserved } = shop.users.harm();
    expect((unserved[0]?.requests ?? 0) / (requests - before)).toBeCloseTo(0.25, 1);
  });

  it('fails open: where every target is unhealthy, all of them get requests', async () => {
    const shop = await openBusy();
    shop.twin.peer('ecs', DEFAULT_REGION).setBehaviours(() => SICK);
    await shop.pass(300);
    expect(total(shop.data, 'HTTPCode_Target_5XX_Count', 'balancer')).toBeGreaterThan(4000);
    expect(total(shop.data, 'HTTPCode_ELB_503_Count', 'balancer')).toBe(0);
  });

  it('answers a single request as the task that gets it does', async () => {
    const shop = await openBusy({
      versions: { '1': { paths: [{ path: '/smoke*', status: 500, body: 'no' }] } },
    });
    const peer = shop.twin.peer('elasticloadbalancing', DEFAULT_REGION);
    const get = async (url: string) => {
      const answer = peer.http({ url, method: 'GET', headers: {} });
      return answer === undefined ? undefined : shop.run(answer);
    };
    expect(await get(`http://${shop.dnsName}:9000/smoke/1`)).toMatchObject({
      status: 500,
      body: 'no',
    });
    expect(await get(`http://${shop.dnsName}/`)).toMatchObject({ status: 200 });
    expect(await get(`http://${shop.dnsName}:81/`)).toBeUndefined();
    expect(await get('http://elsewhere.example/')).toBeUndefined();
  });
});

describe('an encrypted listener', () => {
  const listenerAt = (shop: Awaited<ReturnType<typeof openBusy>>, certificates: string[]) =>
    shop.run(
      shop.balancing.send(
        new CreateListenerCommand({
          LoadBalancerArn: shop.loadBalancerArn,
          Port: 443,
          Protocol: 'HTTPS',
          Certificates: certificates.map((CertificateArn) => ({ CertificateArn })),
          DefaultActions: [{ Type: 'forward', TargetGroupArn: shop.groups.blue }],
        }),
      ),
    );

  it('answers those who encrypt, and tells others so', async () => {
    const shop = await openBusy();
    await listenerAt(shop, ['arn:aws:acm:us-east-1:123456789012:certificate/1']);
    await shop.pass(60);
    const peer = shop.twin.peer('elasticloadbalancing', DEFAULT_REGION);
    const get = async (url: string) => {
      const answer = peer.http({ url, method: 'GET', headers: {} });
      return answer === undefined ? undefined : shop.run(answer);
    };
    expect(await get(`https://${shop.dnsName}/`)).toMatchObject({ status: 200 });
    expect(await get(`http://${shop.dnsName}:443/`)).toMatchObject({ status: 400 });
    expect(await get(`https://${shop.dnsName}:80/`)).toBeUndefined();
  });

  it('needs a certificate', async () => {
    const shop = await openBusy();
    await expect(listenerAt(shop, [])).rejects.toMatchObject({
      name: 'CertificateNotFoundException',
    });
  });
});

describe('health checks', () => {
  it('call a target healthy after one success, and unhealthy after its threshold', async () => {
    const shop = await openBusy();
    const peer = shop.twin.peer('ecs', DEFAULT_REGION);
    peer.setBehaviours(() => SICK);
    await shop.pass(10);
    expect(await shop.healthOf(shop.groups.blue)).toEqual(['healthy', 'healthy']);
    await shop.pass(10);
    expect(await shop.healthOf(shop.groups.blue)).toEqual(
      Array(2).fill('unhealthy Target.ResponseCodeMismatch'),
    );
  });

  it('leave a group alone that no listener uses', async () => {
    const shop = await openShop();
    const peer = shop.twin.peer('elasticloadbalancing', DEFAULT_REGION);
    await shop.run(
      shop.balancing.send(
        new ModifyListenerCommand({
          ListenerArn: shop.production,
          DefaultActions: [{ Type: 'forward', TargetGroupArn: shop.groups.blue }],
        }),
      ),
    );
    peer.register(shop.groups.green, { id: '10.9.9.9', port: 8080 });
    await shop.pass(120);
    expect(await shop.healthOf(shop.groups.green)).toEqual(['unused Target.NotInUse']);
  });
});

const SICK = {
  startSeconds: { median: 10, p99: 10 },
  warmUpSeconds: 0,
  neverHealthy: true,
  crashAfterSeconds: undefined,
  job: { seconds: 30, exitCode: 0 },
  errorRate: 0,
  latencyMs: { median: 50, p99: 100 },
  cpuPercent: 10,
  cpuPercentPerRequest: 0,
  memoryPercent: 10,
  memoryLeakPercentPerMinute: 0,
  overload: undefined,
  slowBurn: undefined,
  paths: [],
};

/** The value below which this share of the occurrences lies. */
function percentile(
  values: readonly { readonly value: number; readonly count: number }[],
  share: number,
): number {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const all = sorted.flatMap(({ value, count }) => Array<number>(count).fill(value));
  return all[Math.floor(share * all.length)] ?? Number.NaN;
}
