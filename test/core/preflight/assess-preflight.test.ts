import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmReading } from '../../../core/analysis/judge.ts';
import { assessPreflight, type PreflightFacts } from '../../../core/preflight/assess-preflight.ts';

const alarm = (state: AlarmReading['state'], over: Partial<AlarmReading> = {}): AlarmReading => ({
  name: 'spillway/a/production/a/cpu',
  state,
  reason: '',
  since: null,
  ...over,
});

const repair = (...names: readonly string[]): string =>
  `repair what is wrong, or release the repair with ${names.map((name) => `--override-alarm ${name}`).join(' ')} --reason TEXT`;

const facts = (over: Partial<PreflightFacts> = {}): PreflightFacts => ({
  serving: [{ targetGroupArn: 'blue', weight: 1 }],
  overlayLeftOver: false,
  sticky: [],
  alarms: [alarm('OK')],
  overridden: [],
  stable: { taskDefinitionActive: true, imageExists: true },
  architecture: { planned: 'x86_64', ofTasks: 'x86_64' },
  runningCount: 2,
  desiredCount: 2,
  otherDeployments: [],
  ...over,
});

const both = [
  { targetGroupArn: 'blue', weight: 90 },
  { targetGroupArn: 'green', weight: 10 },
];

describe('the check before a deployment', () => {
  it('says what it found where nothing is in the way', () => {
    expect(assessPreflight(facts())).toEqual({
      ready: true,
      evidence: { alarmsOk: 1, runningTasks: 2 },
    });
  });

  // What is different -> what is wrong, and whether waiting may help.
  it.each<[string, Partial<PreflightFacts>, readonly string[], boolean]>([
    [
      'a red alarm',
      { alarms: [alarm('ALARM', { reason: 'CPU 99 %' })] },
      [
        'E224 alarm spillway/a/production/a/cpu is ALARM: CPU 99 %',
        repair('spillway/a/production/a/cpu'),
      ],
      true,
    ],
    [
      'an alarm nobody could read',
      { alarms: [alarm('UNREADABLE')] },
      ['E501 alarm spillway/a/production/a/cpu could not be read'],
      true,
    ],
    [
      'an alarm that is not there',
      { alarms: [alarm('MISSING')] },
      ['E222 alarm spillway/a/production/a/cpu is not found'],
      false,
    ],
    [
      'a red alarm and a leftover rule',
      { alarms: [alarm('ALARM')], overlayLeftOver: true },
      [
        'E224 alarm spillway/a/production/a/cpu is ALARM',
        repair('spillway/a/production/a/cpu'),
        'a rule of an earlier release is still on the listener',
      ],
      true,
    ],
    [
      'the alarm beside the one that was named, and says how both are named',
      {
        alarms: [alarm('ALARM', { name: 'one' }), alarm('ALARM', { name: 'the other' })],
        overridden: ['one', 'elsewhere'],
      },
      ['E224 alarm the other is ALARM', repair('one', 'elsewhere', "'the other'")],
      true,
    ],
    [
      'what a leftover rule shares',
      { overlayLeftOver: true, serving: both },
      ['a rule of an earlier release is still on the listener'],
      true,
    ],
    [
      'a shared listener',
      { serving: both },
      ['the listener does not serve exactly one version'],
      false,
    ],
    [
      'a listener without groups',
      { serving: [] },
      ['the listener does not serve exactly one version'],
      false,
    ],
    [
      'an inactive task definition',
      { stable: { taskDefinitionActive: false, imageExists: true } },
      ['the task definition that serves is no longer active'],
      false,
    ],
    [
      'a deleted image',
      { stable: { taskDefinitionActive: true, imageExists: false } },
      ['the image that serves is no longer in the repository'],
      false,
    ],
    [
      'tasks for another processor',
      { architecture: { planned: 'x86_64', ofTasks: 'arm64' } },
      ['E314 the release is for x86_64, the tasks of the service run on arm64'],
      false,
    ],
    [
      'sticky sessions',
      { sticky: ['the target group a', 'the rule default of the production listener'] },
      [
        'E227 the target group a is sticky: weights would not be obeyed',
        'E227 the rule default of the production listener is sticky: weights would not be obeyed',
      ],
      false,
    ],
    ['missing tasks', { runningCount: 1 }, ['only 1 of 2 tasks run'], true],
    [
      'what may pass beside what will not',
      { runningCount: 1, stable: { taskDefinitionActive: true, imageExists: false } },
      ['only 1 of 2 tasks run', 'the image that serves is no longer in the repository'],
      false,
    ],
    [
      'another deployment',
      { otherDeployments: ['d-1'] },
      ['deployment d-1 is still going on'],
      true,
    ],
  ])('refuses %s', (_what, over, problems, mayPass) => {
    expect(assessPreflight(facts(over))).toEqual({ ready: false, problems, mayPass });
  });

  it('says which alarms were up and did not count', () => {
    const alarms = [alarm('OK'), alarm('ALARM', { name: 'a' }), alarm('ALARM', { name: 'b' })];
    expect(assessPreflight(facts({ alarms, overridden: ['a', 'b', 'c'] }))).toEqual({
      ready: true,
      evidence: { alarmsOk: 1, alarmsOverridden: 'a, b', runningTasks: 2 },
    });
  });

  it.each(['OK', 'INSUFFICIENT_DATA'] as const)('lets an alarm be %s', (state) => {
    expect(assessPreflight(facts({ alarms: [alarm(state)] })).ready).toBe(true);
  });

  it('is ready only where no fact speaks against it', () => {
    const any = fc.record({
      overlayLeftOver: fc.boolean(),
      runningCount: fc.nat(3),
      desiredCount: fc.nat(3),
      otherDeployments: fc.array(fc.constant('d-1'), { maxLength: 1 }),
      alarms: fc.array(
        fc
          .constantFrom<AlarmReading['state']>('OK', 'ALARM', 'MISSING')
          .map((state) => alarm(state)),
        { maxLength: 2 },
      ),
    });
    fc.assert(
      fc.property(any, (over) => {
        const bad =
          over.overlayLeftOver ||
          over.runningCount < over.desiredCount ||
          over.otherDeployments.length > 0 ||
          over.alarms.some(({ state }) => state !== 'OK');
        expect(assessPreflight(facts(over)).ready).toBe(!bad);
      }),
    );
  });
});
