import { describe, expect, it } from 'vitest';
import { renderRehearsal } from '../../../cli/render/rehearsal.ts';
import type { RehearsalReport, ReleaseReport } from '../../../rehearsal/report.ts';
import { run } from '../io.ts';

const at = (clock: string) => `2027-01-11T${clock}Z`;
const weight = (clock: string, share: number, environment = 'production') => ({
  at: at(clock),
  weight: share,
  environment,
});

const aRelease = (over: Partial<ReleaseReport> = {}): ReleaseReport => ({
  releaseId: 'auth-service-v1-1-0',
  service: 'auth-service',
  version: 'v1.1.0',
  environment: 'production',
  outcome: 'PROMOTED',
  reason: '',
  weights: [],
  firstBadRequestAt: null,
  breachVisibleAt: null,
  alarmAt: null,
  trafficZeroAt: null,
  finishedAt: at('10:00:00.000'),
  requests: 1200,
  badRequests: 3,
  costUsd: 0.0113,
  stateTransitions: 323,
  lambdaInvocations: 89,
  apiCalls: 926,
  metricsRead: 0,
  readUnits: 0,
  writeUnits: 0,
  ...over,
});

const text = (release: Partial<ReleaseReport>, over: Partial<RehearsalReport> = {}): string =>
  renderRehearsal(
    {
      scenario: 'good',
      seed: 1,
      virtualSeconds: 3900,
      wallMs: 1500,
      releases: [aRelease(release)],
      notices: [],
      iam: { denied: [], unused: [] },
      ...over,
    },
    { colour: false, columns: 80 },
  );

describe('a rehearsal', () => {
  it('tells how long it was, what users suffered, and what it cost', () => {
    const said = text({});
    expect(said).toContain('good  seed 1, 1h 05m of virtual time in 1.5 s');
    expect(said).toMatch(/users of it +1200 requests, 3 bad/);
    expect(said).toMatch(/cost +\$0.0113/);
    expect(said).toContain('no user ever reached it');
  });

  it('leaves out a share that lasted for less than a second', () => {
    const said = text({
      weights: [
        weight('09:08:34.100', 100, 'staging'),
        weight('09:50:07.000', 50),
        weight('10:05:19.100', 0),
        weight('10:05:19.900', 100),
      ],
    });
    expect(said.match(/\d+ %/g)).toEqual(['100 %', '50 %', '100 %']);
  });

  it('tells how fast a breach was answered', () => {
    const said = text({
      outcome: 'ROLLED_BACK',
      reason: 'error-rate 8 % is above 5 %',
      breachVisibleAt: at('09:36:28.000'),
      trafficZeroAt: at('09:36:53.000'),
    });
    expect(said).toContain('ROLLED_BACK  auth-service v1.1.0 in production');
    expect(said).toMatch(/breach visible to 0 % +25 s/);
  });

  it('names permissions that are missing, and counts those that nobody used', () => {
    const role = 'arn:aws:iam::123456789012:role/Judge';
    const denied = [{ role, action: 'ecs:StopTask', resource: '*', message: 'no', count: 1 }];
    const unused = [{ role, policy: 'p', actions: ['sns:Publish', 'sqs:SendMessage'] }];
    const said = text({}, { iam: { denied, unused } });
    expect(said).toContain('permissions  1 missing\n  ecs:StopTask for Judge\n  2 were granted');
    expect(text({})).toContain('permissions  none was missing\n');
  });
});

describe('spillway up', () => {
  it.each([
    [['--app', './nowhere'], 'make the app\'s assembly with "npx cdk synth"'],
    [['--app', 'cdk.out', '--once'], '--once ends the demonstration of the shop'],
    [['--speed', '0'], '--speed takes max or a number above 0'],
  ])('refuses %j and says what is allowed', async (words, said) => {
    const { exitCode, err } = await run(['up', ...words]);
    expect([exitCode, err]).toEqual([2, expect.stringContaining(said)]);
  });
});

describe('spillway rehearse', () => {
  it.each([
    [['--scenario', 'bad-error'], 'there is no scenario bad-error; did you mean bad-errors?'],
    [['--scenario', './nowhere.yaml'], './nowhere.yaml cannot be read'],
    [['--errors', '200%'], '--errors takes a share, as in 8%, got "200%"'],
    [['--from-weight', '101'], '--from-weight takes whole percents up to 100, got "101"'],
    [['--app', './nowhere'], 'make the app\'s assembly with "npx cdk synth"'],
  ])('refuses %j and says what is allowed', async (words, said) => {
    const { exitCode, err } = await run(['rehearse', ...words]);
    expect([exitCode, err]).toEqual([2, expect.stringContaining(said)]);
  });
});
