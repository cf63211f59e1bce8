import { describe, expect, it } from 'vitest';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { rehearseShop } from './support/rehearse-shop.ts';

const during = (fault: object, at = '0s') => [{ at, do: 'fault', for: '3h', fault }];

describe('events', () => {
  it('that come twice start one release', async () => {
    const rehearsed = await rehearseShop('duplicate-events');
    await expectCleanEnd(rehearsed);
    expect(rehearsed.report.releases).toMatchObject([{ outcome: 'PROMOTED' }]);
    expect(rehearsed.weights).toEqual([10, 25, 50, 100]);
  });

  it('that come twice roll back once', async () => {
    const rehearsed = await rehearseShop({
      version: 'v1.1.0-bad',
      behaviour: { errorRate: 0.2 },
      timeline: during({ hook: 'event', fault: 'twice' }),
    });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.report.releases).toMatchObject([{ outcome: 'ROLLED_BACK' }]);
  });

  it('of a push that come late start the release late', async () => {
    const rehearsed = await rehearseShop({
      behaviour: { errorRate: 0.2 },
      timeline: during({ hook: 'event', fault: 'late', source: 'aws.ecr', delayMs: 120_000 }),
    });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.report.releases).toMatchObject([{ outcome: 'ROLLED_BACK' }]);
  });

  it('of a push that are lost are made good by the sweep', async () => {
    const rehearsed = await rehearseShop('lost-events');
    await expectCleanEnd(rehearsed);
    expect(rehearsed.report.releases).toMatchObject([{ outcome: 'PROMOTED' }]);
    expect(rehearsed.ledgers[0]?.record.trigger).toEqual({ kind: 'reconcile' });
  });

  it('of a push that come after the sweep has found the image change nothing', async () => {
    const late = { hook: 'event', fault: 'late', source: 'aws.ecr', delayMs: 600_000 };
    const rehearsed = await rehearseShop({
      behaviour: { errorRate: 0.2 },
      timeline: during(late),
    });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.ledgers).toHaveLength(1);
  });

  it('of alarms that are lost are made good by the judge', async () => {
    const rehearsed = await rehearseShop({
      version: 'v1.1.0-bad',
      behaviour: { errorRate: 0.2 },
      timeline: during({ hook: 'event', fault: 'lost', source: 'aws.cloudwatch' }),
    });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release).toMatchObject({ outcome: 'ROLLED_BACK' });
    expect(rehearsed.release.reason).toMatch(/error.rate [\d.]+ %/);
  });
});

describe('a service that is released', () => {
  it('is noticed by no other service', async () => {
    const others = ['user-service', 'product-service', 'order-service'];
    const rehearsed = await rehearseShop('bad-errors');
    await expectCleanEnd(rehearsed);
    const touched = rehearsed.observer.shares.filter(
      ({ site, percents }) => others.includes(site.service) && percents.a !== 100,
    );
    expect(touched).toEqual([]);
    const changes = rehearsed.world.twin.trace
      .records()
      .filter(({ kind, detail }) => kind === 'call' && CHANGES.test(String(detail['operation'])))
      .filter(({ detail }) => others.some((name) => JSON.stringify(detail).includes(name)));
    expect(changes.filter(({ detail }) => String(detail['caller']).includes('Spillway-'))).toEqual(
      [],
    );
  });
});

const CHANGES = /^(Update|Create|Delete|Modify|Register|Deregister|Stop)/;
