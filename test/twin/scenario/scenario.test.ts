import { describe, expect, it } from 'vitest';
import { playScenario } from '../../../twin/scenario/play-scenario.ts';
import { readScenario, ScenarioError } from '../../../twin/scenario/read-scenario.ts';
import { DEFAULT_REGION } from '../../../twin/twin.ts';
import { openShop } from '../support/shop.ts';

const EXAMPLE = `
name: a bad version under growing load
users:
  - name: shoppers
    listener: { loadBalancer: sh*, port: 80 }
    requestsPerSecond: 10
    patience: 2s
    requests:
      - { path: /, weight: 9 }
      - { path: /orders, method: POST }
versions:
  - image: { repository: shop, tag: "1*" }
    behaviour: { startSeconds: 20, latencyMs: { median: 40, p99: 200 } }
timeline:
  - { at: 5m, do: traffic, users: shop*, requestsPerSecond: 50 }
  - { at: 10m, do: behaviour, image: { tag: "1" }, behaviour: { errorRate: 0.5 } }
  - { at: 15m, do: crash, service: shop }
  - { at: 1h, do: capacity, tasks: 0 }
  - at: 1m
    do: fault
    for: 30s
    fault: { hook: call, fault: throttle, service: ecs }
`;

describe('a scenario', () => {
  it('is read with everything that it leaves out', () => {
    const { users, timeline } = readScenario(EXAMPLE);
    expect(users[0]).toMatchObject({
      patience: 2000,
      requests: [
        { path: '/', method: 'GET', weight: 9, headers: {} },
        { path: '/orders', method: 'POST', weight: 1 },
      ],
    });
    expect(timeline.map(({ at }) => at / 60_000)).toEqual([5, 10, 15, 60, 1]);
  });

  it.each([
    ['name: x\nusers: [{ name: a }]', /listener[\s\S]*requestsPerSecond/],
    ['name: x\ntimeline: [{ at: 5, do: crash, service: a }]', /at/],
    ['name: x\ntimeline: [{ at: 5 minutes, do: crash, service: a }]', /such as 90s, 5m or 1h30m/],
    ['name: x\ntimeline: [{ at: 5m, do: explode }]', /do/],
    ['name: x\nversions: [{ image: {}, behaviour: { errorrate: 1 } }]', /errorrate/],
    ['name: x\nversions: [{ image: {}, behaviour: { errorRate: 8 } }]', /errorRate/],
    ['name: [', /not YAML/],
  ])('%j is refused with the reason', (text, reason) => {
    expect(() => readScenario(text)).toThrow(reason);
    expect(() => readScenario(text)).toThrow(ScenarioError);
  });

  it('plays: users come, versions change, tasks crash', async () => {
    const shop = await openShop();
    await shop.createService({ taskDefinition: await shop.register('1') });
    const users = playScenario(readScenario(EXAMPLE), shop.twin, DEFAULT_REGION);
    await shop.pass(300);
    const calm = users.harm();
    expect(calm.requests).toBeGreaterThan(10 * 200);
    expect(calm.requests).toBeLessThan(10 * 310);
    await shop.pass(300);
    const busy = users.harm();
    expect(busy.requests - calm.requests).toBeGreaterThan(50 * 290);
    await shop.pass(240);
    const bad = users.harm();
    const worse = bad.badRequests - busy.badRequests;
    expect(worse / (bad.requests - busy.requests)).toBeCloseTo(0.5, 1);
    const [version] = bad.versions;
    const sinceBad = (version?.firstBadAt ?? 0) - shop.clock.now() + 240_000;
    expect(sinceBad).toBeGreaterThanOrEqual(0);
    expect(sinceBad).toBeLessThan(5000);
    await shop.pass(180);
    expect(users.harm().unserved[0]?.requests).toBeGreaterThan(10);
    expect(shop.twin.faults.list()).toHaveLength(1);
  });

  it('is the same again with the same seed, and another with another', async () => {
    const play = async (seed: number) => {
      const shop = await openShop({ seed });
      await shop.createService({ taskDefinition: await shop.register('1') });
      const users = playScenario(readScenario(EXAMPLE), shop.twin, DEFAULT_REGION);
      await shop.pass(1200);
      return { harm: users.harm(), trace: shop.twin.trace.hash() };
    };
    const first = await play(7);
    expect(await play(7)).toEqual(first);
    expect((await play(8)).harm).not.toEqual(first.harm);
  });

  it('stops when it is told to', async () => {
    const shop = await openShop();
    await shop.createService({ taskDefinition: await shop.register('1') });
    const users = playScenario(readScenario(EXAMPLE), shop.twin, DEFAULT_REGION);
    await shop.pass(120);
    users.stop();
    const { requests } = users.harm();
    await shop.pass(600);
    expect(users.harm().requests).toBe(requests);
  });
});
