import { describe, expect, it } from 'vitest';
import { push } from '../../../cli/commands/push.ts';
import { release } from '../../../cli/commands/release.ts';
import { digest } from '../../core/builders.ts';
import { histories } from '../../core/operate/builders.ts';
import { aRelease, runWith } from './fake-remote.ts';

const rolledBack = aRelease(histories.ROLLED_BACK);
const { releaseId } = rolledBack.record;

describe('spillway release', () => {
  it.each([
    [['--version', 'v1.3.0'], { version: 'v1.3.0' }],
    [['--digest', digest('c')], { digest: digest('c') }],
    [['--source', '4f2a91c', '--reason', 'hotfix'], { source: '4f2a91c', reason: 'hotfix' }],
    [['--version', 'v1', '--override-quarantine'], { version: 'v1', overrideQuarantine: true }],
    [
      [
        '--version',
        'v1',
        '--override-alarm',
        'a',
        '--override-alarm',
        'b c',
        '--reason',
        'repairs',
      ],
      { version: 'v1', overrideAlarms: ['a', 'b c'], reason: 'repairs' },
    ],
  ])('%j starts one', async (flags, expected) => {
    const words = ['auth-service', ...flags];
    const { exitCode, out, asked } = await runWith(release, { looks: [rolledBack] }, words);
    expect(exitCode).toBe(0);
    expect(out).toContain(`spillway watch ${releaseId}`);
    expect(asked.wishes).toMatchObject([{ service: 'auth-service', ...expected }]);
  });

  it.each([
    ['no artifact', ['auth-service'], 2],
    ['two', ['auth-service', '--version', 'v1', '--source', 'main'], 2],
    ['an empty one', ['auth-service', '--version', ''], 2],
    ['a tag that is none', ['auth-service', '--version', '$(id)'], 2],
    ['an alarm without a name', ['auth-service', '--version', 'v1', '--override-alarm', ''], 2],
    ['no service', ['--version', 'v1'], 2],
    ['an unknown service', ['payment', '--version', 'v1'], 1],
  ])('starts nothing for %s', async (_what, words, exitCode) => {
    const result = await runWith(release, {}, words);
    expect([result.exitCode, result.asked.wishes]).toEqual([exitCode, []]);
  });

  it('follows it to its end, and ends as it does', async () => {
    const words = ['auth-service', '--version', 'v1.3.0', '--watch'];
    const { exitCode, out } = await runWith(release, { looks: [rolledBack] }, words);
    expect(exitCode).toBe(3);
    expect(out).toContain('ROLLED_BACK: the version before serves again');
  });

  it('says why it is refused at the door, once that is written down', async () => {
    const reason = 'E228 $.overrideAlarms[0]: no alarm x watches this service';
    const looks = [
      aRelease([]).record,
      aRelease([{ type: 'release.rejected', reason, evidence: {} }]).record,
    ];
    const over = { ledBy: async () => looks.shift() };
    const words = ['auth-service', '--version', 'v1.3.0', '--override-alarm', 'x', '--watch'];
    const { exitCode, out, err, slept } = await runWith(release, over, words);
    expect({ exitCode, out, slept }).toEqual({ exitCode: 1, out: '', slept: [1000] });
    expect(err).toBe(`${releaseId} was refused: ${reason}\n`);
  });

  it('says so when nothing comes of it', async () => {
    const words = ['auth-service', '--version', 'v1.3.0'];
    const { exitCode, err } = await runWith(release, { ledBy: async () => undefined }, words);
    expect(exitCode).toBe(1);
    expect(err).toContain('it has not become a release');
  });
});

describe('spillway push', () => {
  it('gives an image its behaviour, on a twin', async () => {
    const words = ['auth-service', 'v1.4.0', '--behaviour', 'errors', '--label', 'team=a=b'];
    const { exitCode, asked } = await runWith(push, {}, words);
    expect(exitCode).toBe(0);
    const image = { service: 'auth-service', tag: 'v1.4.0' };
    expect(asked.pushes).toEqual([{ ...image, behaviour: 'errors', labels: { team: 'a=b' } }]);
  });

  it('only tells how to push, where AWS is no twin', async () => {
    const over = { push: async () => undefined };
    const { exitCode, err } = await runWith(push, over, ['auth-service', 'v1.4.0']);
    expect(exitCode).toBe(1);
    expect(err).toContain('docker push $REGISTRY/shop/auth-service:v1.4.0');
  });

  it.each([
    [['auth-service']],
    [['auth-service', '-x;rm']],
    [['auth-service', 'v1', '--label', 'x']],
  ])('does not understand %j', async (words) => {
    const result = await runWith(push, {}, words);
    expect([result.exitCode, result.asked.pushes]).toEqual([2, []]);
  });
});
