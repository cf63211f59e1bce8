import { describe, expect, it } from 'vitest';
import type { ServiceHost } from '../../../../twin/host/service.ts';
import { createRandom } from '../../../../twin/kernel/random.ts';
import { createMeters, type Wanted } from '../../../../twin/services/monitoring/data/meters.ts';

const MINUTE_MS = 60_000;

function start() {
  const time = { now: 0 };
  const host = { clock: { now: () => time.now }, random: createRandom(1) };
  const meters = createMeters(host as unknown as ServiceHost);
  const meter = meters.meter({ namespace: 'Shop', dimensions: [{ Name: 'cart' }, {}] });
  const collect = (wanted: Wanted) => {
    const got: { at: number; count: number; visibleAt: number; view: number }[] = [];
    meters.collect(wanted, ({ at, values, dimensions }, visibleAt) => {
      const count = values.reduce((sum, { value, count }) => sum + value * count, 0);
      got.push({ at: at / MINUTE_MS, count, visibleAt, view: dimensions.length });
    });
    return got;
  };
  return { time, meter, meters, collect };
}

const id = (metricName: string) => ({ namespace: 'Shop', metricName, dimensions: [] });

describe('a meter', () => {
  it('hands over each minute once it has ended, once, and only what is wanted', () => {
    const { time, meter, collect } = start();
    for (const _ of [1, 2, 3]) meter.add('Orders', 'Count', 1);
    meter.add('Errors', 'Count', 0);
    expect(collect([id('Orders')])).toEqual([]);
    time.now = MINUTE_MS;
    meter.add('Orders', 'Count', 5);
    expect(collect([id('Orders')])).toMatchObject([{ at: 0, count: 3 }]);
    expect(collect([id('Orders')])).toEqual([]);
    time.now = 3 * MINUTE_MS;
    expect(collect([id('Orders')])).toMatchObject([{ at: 1, count: 5 }]);
    expect(collect([id('Errors')])).toMatchObject([{ at: 0, count: 0 }]);
    expect(collect([{ ...id('Orders'), namespace: 'Other' }])).toEqual([]);
  });

  it('is seen in each of its ways, at the same times', () => {
    const { time, meter, collect } = start();
    meter.add('Orders', 'Count', 1);
    time.now = 10 * MINUTE_MS;
    const [one, all] = collect('all');
    expect([one?.view, all?.view]).toEqual([1, 0]);
    expect(one?.visibleAt).toBe(all?.visibleAt);
    expect(one?.visibleAt).toBeGreaterThan(MINUTE_MS);
  });

  it('loses nothing of what is read in time, and keeps a day of the rest', () => {
    const { time, meter, collect } = start();
    const minutes = 5_000;
    let read = 0;
    let visibleAt = 0;
    for (let minute = 0; minute < minutes; minute += 1) {
      time.now = minute * MINUTE_MS;
      meter.add('Orders', 'Count', 1);
      meter.add('Errors', 'Count', 1);
      if (minute % 7 > 0) continue;
      for (const each of collect([id('Orders')])) {
        expect(each.at).toBe(read);
        expect(each.visibleAt).toBeGreaterThanOrEqual(visibleAt);
        visibleAt = each.visibleAt;
        read += each.count;
      }
    }
    time.now = minutes * MINUTE_MS;
    read += collect([id('Orders')]).length;
    expect(read).toBe(minutes);
    const rest = collect([id('Errors')]);
    expect(rest.length).toBeGreaterThanOrEqual(24 * 60);
    expect(rest.length).toBeLessThan(30 * 60);
    expect(rest.at(-1)?.at).toBe(minutes - 1);
  });
});
