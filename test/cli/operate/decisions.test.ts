import { describe, expect, it } from 'vitest';
import type { Decided } from '../../../aws/operate-client.ts';
import { abort } from '../../../cli/commands/abort.ts';
import { approve } from '../../../cli/commands/approve.ts';
import { freeze } from '../../../cli/commands/freeze.ts';
import { pause } from '../../../cli/commands/pause.ts';
import { promote } from '../../../cli/commands/promote.ts';
import { reject } from '../../../cli/commands/reject.ts';
import { resume } from '../../../cli/commands/resume.ts';
import { rollback } from '../../../cli/commands/rollback.ts';
import { unfreeze } from '../../../cli/commands/unfreeze.ts';
import { emptyLane } from '../../../core/lane/lane.ts';
import { sightOf } from '../../../core/operate/staleness.ts';
import { digest } from '../../core/builders.ts';
import { histories, waiting } from '../../core/operate/builders.ts';
import { aRelease, aService, runWith } from './fake-remote.ts';

const release = aRelease([...histories.BAKING, waiting]);
const { releaseId } = release.record;
const stale: Decided = { kind: 'stale', message: 'it changed', code: 'E401' };
const refused: Decided = { kind: 'refused', message: 'it has ended', code: 'E402' };

describe('a decision on the command line', () => {
  it.each(Object.entries({ approve, reject, pause, resume, abort, promote }))(
    '%s names what is there now',
    async (action, command) => {
      const words = [releaseId, '--reason', 'because'];
      const { exitCode, out, asked } = await runWith(command, { looks: [release] }, words);
      expect(exitCode).toBe(0);
      expect(out).toContain('so be it');
      const looked = sightOf(release.record);
      expect(asked.decisions).toEqual([{ kind: 'release', action, looked, reason: 'because' }]);
    },
  );

  it('is about the release that moves, where a service is named', async () => {
    const lane = { ...emptyLane, moving: { releaseId, intake: 7 } };
    const options = { looks: [release], state: { ...aService(), lane } };
    const { asked } = await runWith(pause, options, ['auth-service']);
    expect(asked.decisions).toMatchObject([{ looked: { releaseId } }]);
  });

  it('names what was seen, where that is said', async () => {
    const { asked } = await runWith(approve, { looks: [release] }, [releaseId, '--seen', '3']);
    expect(asked.decisions).toMatchObject([{ looked: { sequence: 3 } }]);
  });

  it.each([
    ['abort', abort, [], 3],
    ['pause', pause, [], 3],
    ['abort of what was seen', abort, ['--seen', '4'], 1],
    ['approve', approve, [], 1],
    ['promote', promote, [], 1],
  ] as const)(
    '%s is repeated when it comes too late: %j, %d times',
    async (_n, command, flags, times) => {
      const options = { looks: [release], answers: [stale] };
      const { exitCode, err, asked } = await runWith(command, options, [releaseId, ...flags]);
      expect(exitCode).toBe(1);
      expect(err).toContain('refused (E401): it changed');
      expect(asked.decisions).toHaveLength(times);
    },
  );

  it('stops at once when the second look was in time', async () => {
    const answers = [stale, { kind: 'done', message: 'gone', code: null } as const];
    const { exitCode, asked } = await runWith(abort, { looks: [release], answers }, [releaseId]);
    expect([exitCode, asked.decisions.length]).toEqual([0, 2]);
  });

  it('tells why it is refused, as text and as JSON', async () => {
    const options = { looks: [release], answers: [refused] };
    expect(await runWith(abort, options, [releaseId])).toMatchObject({
      exitCode: 1,
      err: 'refused (E402): it has ended\n',
    });
    const { out, exitCode } = await runWith(abort, options, [releaseId, '--json']);
    expect([exitCode, JSON.parse(out)]).toEqual([1, refused]);
  });

  it.each([
    ['nothing', [], 2, 'name a release or service'],
    ['two names', ['a', 'b'], 2, 'one release or service at a time'],
    [
      'what nobody knows',
      ['payment'],
      1,
      'there is no release and no service "payment"; services: auth-service',
    ],
    ['an event that is no number', [releaseId, '--seen', 'x'], 2, '--seen takes a number'],
    ['control characters', ['\u001b[2J'], 1, '\\u{1b}[2J'],
  ])('asks for more than %s', async (_what, words, exitCode, message) => {
    const result = await runWith(approve, { looks: [release] }, words);
    expect(result.exitCode).toBe(exitCode);
    expect(result.err).toContain(message);
    expect(result.asked.decisions).toEqual([]);
  });
});

describe('spillway rollback', () => {
  const moving = {
    releaseId,
    epoch: 3,
    engine: 'codedeploy-overlay',
    candidateDigest: digest('c'),
    candidateTaskDefinitionArn: '',
    candidateSlot: 'b',
    deploymentId: 'd-1',
    returnDeploymentId: '',
    overlayRuleArn: '',
    gradualSteps: '',
    preparedAt: '',
    onAlarm: 'roll-back',
  };

  it.each([
    ['what serves', aService(), digest('b')],
    ['what moves, before what serves', aService({ moving }), digest('c')],
  ])('takes back %s', async (_what, state, expected) => {
    const { asked } = await runWith(rollback, { state }, ['auth-service']);
    const place = { service: 'auth-service', environment: 'production' };
    expect(asked.decisions).toMatchObject([{ kind: 'service', ...place, digest: expected }]);
  });

  it('understands a release as its service', async () => {
    const { asked } = await runWith(rollback, { looks: [release] }, [releaseId]);
    expect(asked.decisions).toMatchObject([{ service: 'auth-service' }]);
  });

  it.each([
    ['an environment that there is not', ['--environment', 'moon'], aService()],
    ['where nothing ever served', [], aService({ stable: null })],
  ])('does nothing in %s', async (_what, flags, state) => {
    const { exitCode, asked } = await runWith(rollback, { state }, ['auth-service', ...flags]);
    expect([exitCode, asked.decisions]).toEqual([1, []]);
  });
});

describe('spillway freeze', () => {
  it.each([
    [freeze, ['auth-service'], { action: 'freeze', service: 'auth-service', environment: '*' }],
    [freeze, ['--all'], { action: 'freeze', service: '*', environment: '*' }],
    [
      unfreeze,
      ['--all', '--environment', 'production'],
      { action: 'unfreeze', service: '*', environment: 'production' },
    ],
  ] as const)('%o %j', async (command, words, expected) => {
    const { exitCode, asked } = await runWith(command, {}, words);
    expect(exitCode).toBe(0);
    expect(asked.decisions).toMatchObject([{ kind: 'freeze', ...expected }]);
  });

  it.each([[[]], [['auth-service', '--all']], [['a#b']], [['a', 'b']]])(
    'does not guess what %j means',
    async (words) => {
      const { exitCode, asked } = await runWith(freeze, {}, words);
      expect([exitCode, asked.decisions]).toEqual([2, []]);
    },
  );
});
