import { describe, expect, it } from 'vitest';
import { dora } from '../../../cli/commands/dora.ts';
import { history } from '../../../cli/commands/history.ts';
import { status } from '../../../cli/commands/status.ts';
import { renderRelease } from '../../../cli/render/release.ts';
import { whatNext } from '../../../cli/render/what-next.ts';
import type { Verdict } from '../../../core/analysis/verdict.ts';
import type { ReleaseStatus, Trigger } from '../../../core/release/record.ts';
import { aFinding, aVerdict, second, story } from '../../core/builders.ts';
import { histories, waiting } from '../../core/operate/builders.ts';
import { aRelease, aService, runWith } from './fake-remote.ts';

const statuses = Object.keys(histories) as ReleaseStatus[];
const now = second(600);
const bad: Verdict = aVerdict({
  outcome: 'fail',
  findings: [
    aFinding({
      outcome: 'fail',
      value: 7.3,
      reason: `error-rate 7.3 % is above 5 % ${'x'.repeat(99)}`,
    }),
    aFinding({ metric: 'alarm spillway/auth-service/production/a/cpu' }),
  ],
});

const widthOf = (line: string): number =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  [...line.replaceAll(/\u001b\[\d+m/g, '')].length;

describe('a release on a screen', () => {
  it.each(statuses)('fits 80 columns when it is %s, with and without colour', (each) => {
    for (const colour of [true, false]) {
      const screen = { release: aRelease(histories[each]), verdict: bad, now };
      const text = renderRelease(screen, { colour, columns: 80 });
      for (const line of text.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(80);
      expect(text.includes('\u001b')).toBe(colour);
      expect(text).toContain(each);
    }
  });

  it('shows each phase with what became of it', () => {
    const release = aRelease([...histories.BAKING]);
    const text = renderRelease({ release, verdict: null, now }, { colour: false, columns: 80 });
    expect(text).toMatch(/● production {2}baking {2}10 % of users/);
    expect(text).toMatch(/ {2}● +10 % +15m +\d\d:\d\d:\d\d - +━+─+ \d+m\d+s/);
    expect(text).toMatch(/ {2}○ +25 % +15m +after approval/);
  });

  it('keeps in sight who overrides which alarm, and why', () => {
    const release = aRelease(histories.BAKING);
    const trigger: Trigger = {
      kind: 'operator',
      actor: 'arn:aws:sts::123456789012:assumed-role/Releases/ana',
      reason: 'repairs it',
      overriddenAlarms: ['orders-5xx'],
    };
    const overriding = { ...release, record: { ...release.record, trigger } };
    const screen = { release: overriding, verdict: null, now };
    const text = renderRelease(screen, { colour: false, columns: 80 });
    expect(text.split('\n')[2]).toBe('ana overrides orders-5xx: repairs it');
  });

  it('marks the phase in which it was taken back', () => {
    const release = aRelease(histories.ROLLED_BACK);
    const text = renderRelease({ release, verdict: null, now }, { colour: false, columns: 80 });
    expect(text).toMatch(/✗ production/);
    expect(text).toMatch(/ {2}✗ +10 % +15m +\d\d:\d\d:\d\d - \d\d:\d\d:\d\d/);
  });

  it('shows every metric against its limit, and says what is wrong', () => {
    const release = aRelease(histories.BAKING);
    const text = renderRelease({ release, verdict: bad, now }, { colour: false, columns: 80 });
    expect(text).toMatch(/error-rate +7.3 % +5 % +5 {2}fail/);
    expect(text).toContain('error-rate 7.3 % is above 5 %');
    expect(text).toContain('1 of 1 alarms are OK');
  });

  it('leaves out what was, never what comes next, where a screen is low', () => {
    const release = aRelease(histories.BAKING);
    const screen = { release, verdict: null, now };
    const fullText = renderRelease(screen, { colour: false, columns: 80 });
    const rows = fullText.split('\n').length - 3;
    const text = renderRelease(screen, { colour: false, columns: 80, rows });
    expect(text.split('\n').length).toBeLessThanOrEqual(rows);
    expect(text).toMatch(/\nnext {2}/);
    expect(text).toContain('10 % of users  read back');
  });

  it('shows hostile text harmlessly', () => {
    const release = aRelease(histories.BAKING);
    const version = '\u001b[2Jv1\u202e';
    const record = { ...release.record, artifact: { ...release.record.artifact, version } };
    const text = renderRelease(
      { release: { ...release, record }, verdict: null, now },
      { colour: false, columns: 80 },
    );
    for (const letter of ['\u001b', '\u202e']) expect(text).not.toContain(letter);
    expect(text).toContain('\\u{1b}[2Jv1\\u{202e}');
  });
});

describe('whatNext', () => {
  it.each<[ReleaseStatus, string]>([
    ['RECEIVED', 'it is being admitted'],
    ['QUEUED', 'waits for the release that moves now'],
    ['BUILDING', 'the first environment'],
    ['GATED', 'the gates before production are asked'],
    ['PREPARING', 'the new tasks are being started'],
    ['CHECKING', 'checks run against the new tasks'],
    ['CANARY', '10 % is being read back at the load balancer'],
    ['BAKING', '25 % in 6m40s, unless a threshold is crossed'],
    ['PROMOTING', 'the engine switches to 100 %'],
    ['ROLLING_BACK', 'nobody uses it; proving it'],
    ['PROMOTED', 'it serves everybody'],
    ['ROLLED_BACK', 'the version before serves again: error-rate 7.3 % is above 5 %'],
    ['FAILED_SAFE', 'a person has to look: nothing to go back to'],
    ['SUPERSEDED', 'a newer release took its place: auth-service-2'],
    ['CANCELLED', 'not today'],
  ])('of a release that is %s: %s', (each, text) => {
    expect(whatNext(aRelease(histories[each]), now).text).toBe(text);
  });

  it('gives the command to whoever has to decide', () => {
    const gated = aRelease([...histories.GATED, waiting]);
    const { releaseId } = gated.record;
    expect(whatNext(gated, now).command).toBe(`spillway approve ${releaseId}`);
    const held = { type: 'release.held', reason: 'lunch', needsPerson: false } as const;
    expect(whatNext(aRelease([...histories.BAKING, held]), now)).toEqual({
      text: 'held by spillway: lunch',
      command: `spillway resume ${releaseId}`,
    });
  });

  it('counts on evidence when the time is over, and on a pass when the bake is cut short', () => {
    expect(whatNext(aRelease(histories.BAKING), second(3000)).text).toContain(
      'evidence is complete',
    );
    const cut = { type: 'bake.shortened', reason: 'x', environment: 'production' } as const;
    expect(whatNext(aRelease([...histories.BAKING, cut]), now).text).toBe(
      '25 %, as soon as the judge finds nothing against it',
    );
  });
});

describe('lists', () => {
  const freeze = {
    service: '*',
    environment: 'production',
    by: 'arn:aws:iam::123456789012:user/alice',
    reason: 'end of the quarter',
    since: second(0),
  };

  it('show what serves, what moves and what is frozen in 80 columns', async () => {
    const looks = [aRelease(histories.ROLLED_BACK)];
    const options = { looks, freezes: async () => [freeze] };
    const { out } = await runWith(status, options, []);
    expect(out).toMatch(/auth-service +production +v1.b.0 +v1.3.0 ROLLED_BACK/);
    expect(out).toContain('frozen: everything in production by alice 10m ago: end of the quarter');
    for (const line of out.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80);
  });

  it('never show a task token', async () => {
    const { out } = await runWith(status, { looks: [aRelease(histories.BAKING)] }, ['--json']);
    expect(JSON.parse(out)).toMatchObject({ services: [{ name: 'auth-service' }], freezes: [] });
    expect(out).not.toContain('secret-token');
  });

  it('tell of a service without releases', async () => {
    const { exitCode, err } = await runWith(status, {}, ['auth-service']);
    expect([exitCode, err]).toEqual([1, 'spillway status: auth-service has had no release yet\n']);
    expect((await runWith(history, {}, [])).out).toBe('no release yet\n');
    expect((await runWith(status, { services: async () => [] }, [])).out).toContain('no service');
  });

  it('show the past in 80 columns, and as JSON', async () => {
    const looks = [aRelease(histories.ROLLED_BACK)];
    const { out } = await runWith(history, { looks }, ['auth-service'], { terminal: true });
    expect(out).toMatch(
      /00:00:00 +v1.3.0 +ROLLED_BACK +2m10s +push +error-rate 7.3 % is above 5 %/,
    );
    for (const line of out.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80);
    const json = JSON.parse((await runWith(history, { looks }, ['--json'])).out);
    expect(json.releases).toEqual([looks[0]?.record]);
    const piped = await runWith(history, { looks }, ['auth-service'], { columns: 30 });
    expect(piped.out).not.toContain('…');
  });

  it('show the four keys', async () => {
    const looks = [aRelease([...histories.BAKING, story.canary[2], ...story.promoted])];
    const { out } = await runWith(dora, { looks }, []);
    expect(out).toMatch(/auth-service +1 +0.03 +\d+m\d*s? /);
    expect((await runWith(dora, { looks }, ['--days', '0'])).exitCode).toBe(2);
    const json = JSON.parse((await runWith(dora, { looks }, ['--json'])).out);
    expect(json.overall.deployments).toBe(1);
  });

  it('refuse a service that nobody knows', async () => {
    for (const command of [history, dora, status]) {
      const { exitCode, err } = await runWith(command, {}, ['payment']);
      expect([exitCode, err.includes('services: auth-service')]).toEqual([1, true]);
    }
  });

  it('keep a moving version apart', async () => {
    const moving = { ...aService().environments[0]?.moving, releaseId: 'x' } as never;
    const { record } = aRelease(histories.BAKING);
    const lane = {
      intake: 1,
      epoch: 1,
      moving: { releaseId: record.releaseId, intake: 1 },
      waiting: null,
    };
    const state = { ...aService({ moving }), lane };
    const { out } = await runWith(status, { looks: [aRelease(histories.BAKING)], state }, []);
    expect(out).toContain('v1.b.0');
    expect(out).toContain('v1.3.0 BAKING at 10 %');
  });
});
