import { describe, expect, test } from 'vitest';
import { createFaults, type FaultRule } from '../../../twin/kernel/faults.ts';
import { createRandom } from '../../../twin/kernel/random.ts';

function start(...rules: FaultRule[]) {
  const time = { now: 0 };
  const faults = createFaults({ now: () => time.now, random: createRandom(1) });
  for (const rule of rules) faults.add(rule);
  const call = (subject: object = {}) =>
    faults.strike('call', {
      service: 'ecs',
      operation: 'UpdateService',
      caller: 'arn:role/Judge',
      ...subject,
    })?.fault;
  return { faults, time, call };
}

const throttle = { hook: 'call', fault: 'throttle' } as const;

describe('a rule', () => {
  test.each<[string, Partial<FaultRule>, readonly boolean[]]>([
    ['strikes each time', {}, [true, true, true, true, true]],
    [
      'holds in its window, whose end is outside',
      { fromMs: 1, untilMs: 3 },
      [false, true, true, false, false],
    ],
    ['lets as many pass as it skips', { skip: 2 }, [false, false, true, true, true]],
    ['strikes as often as it may', { times: 2 }, [true, true, false, false, false]],
    [
      'counts what it skips within its window',
      { fromMs: 1, skip: 1, times: 2 },
      [false, false, true, true, false],
    ],
    ['with no chance never strikes', { probability: 0 }, [false, false, false, false, false]],
  ])('%s', (_what, window, struck) => {
    const { time, call } = start({ ...throttle, ...window } as FaultRule);
    const got = struck.map((_, now) => {
      time.now = now;
      return call() !== undefined;
    });
    expect(got).toEqual(struck);
  });

  test('strikes as often as its probability says, the same for the same seed', () => {
    const count = () => {
      const { call } = start({ ...throttle, probability: 0.3 });
      return Array.from({ length: 1_000 }, () => call()).filter((each) => each !== undefined)
        .length;
    };
    expect(count()).toBeGreaterThan(250);
    expect(count()).toBeLessThan(350);
    expect(count()).toBe(count());
  });

  test.each<[Partial<FaultRule>, object, boolean]>([
    [{ service: 'ecs' }, {}, true],
    [{ service: 'sns' }, {}, false],
    [{ service: 'ecs', operation: 'CreateService' }, {}, false],
    [{ caller: 'Judge' }, {}, true],
    [{ caller: 'Operator' }, {}, false],
    [{ service: 'ec' }, {}, false],
  ])('with the selectors %j meets a call to ECS by a judge: %j %s', (selectors, subject, meets) => {
    const { call } = start({ ...throttle, ...selectors } as FaultRule);
    expect(call(subject) !== undefined).toBe(meets);
  });
});

test('the first rule that strikes is the one that counts', () => {
  const { faults, call } = start({ ...throttle, times: 1 }, { hook: 'call', fault: 'error' });
  expect([call(), call()]).toEqual(['throttle', 'error']);
  expect(faults.counts()).toEqual({ 'call.throttle': 1, 'call.error': 1 });
});

test('rules of other hooks are not asked', () => {
  const { faults, call } = start({ hook: 'lambda', fault: 'killed', name: 'judge' });
  expect(call()).toBeUndefined();
  expect(faults.strike('lambda', { name: 'spillway-judge' })?.fault).toBe('killed');
});

test('rules can be listed and cleared', () => {
  const { faults, call } = start(throttle);
  expect(faults.list()).toEqual([throttle]);
  faults.clear();
  expect([faults.list(), call()]).toEqual([[], undefined]);
});
