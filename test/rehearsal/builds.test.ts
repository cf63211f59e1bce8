import { describe, expect, it } from 'vitest';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { rehearseShop, story } from './support/rehearse-shop.ts';

const source = { service: 'product-service', version: 'v3.1.0', commit: '4f2a9c1' };
const environments = ['environment.entered', 'deployment.started', 'promotion.started'];

describe('a release from source', () => {
  it('is built, looked at like any other image, and promoted; its own push starts nothing', async () => {
    const rehearsed = await rehearseShop(source);
    await expectCleanEnd(rehearsed);
    expect(rehearsed.ledgers).toHaveLength(1);
    expect(rehearsed.release).toMatchObject({ outcome: 'PROMOTED', version: 'v3.1.0' });
    const told = story(rehearsed.events);
    expect(told.indexOf('artifact.built')).toBeLessThan(told.indexOf('artifact.verified'));
    const built = rehearsed.events.find((event) => event.type === 'artifact.built');
    const { artifact } = rehearsed.ledgers[0]?.record ?? {};
    expect(built).toMatchObject({ artifact: { digest: artifact?.digest, version: 'v3.1.0' } });
  });

  it.each(['lint', 'unit', 'contract', 'scan'])(
    'whose %s fails touches no environment',
    async (stage) => {
      const message = `COMMAND_EXECUTION_ERROR: ${stage} exit status 1`;
      const failing = {
        at: '0s',
        do: 'build',
        project: 'product-service-build',
        status: 'FAILED',
        message,
      };
      const rehearsed = await rehearseShop({ ...source, timeline: [failing] });
      await expectCleanEnd(rehearsed);
      expect(rehearsed.release.outcome).toBe('REJECTED');
      expect(rehearsed.release.reason).toBe(`build FAILED: ${message}`);
      expect(rehearsed.release.weights).toEqual([]);
      expect(story(rehearsed.events).filter((type) => environments.includes(type))).toEqual([]);
    },
  );

  it('for another processor than that of its tasks is refused as well', async () => {
    const rehearsed = await rehearseShop({ ...source, architectures: ['amd64'] });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toMatch(/^E314 .* linux\/arm64$/);
  });
});
