import { describe, expect, it } from 'vitest';
import { openImages } from '../../aws/images.ts';
import { REPOSITORY, startRegistry } from '../twin/services/ecr/start-registry.ts';

const IMAGES_PER_PAGE_MAX = 1000;

describe('the newest images', () => {
  it('are found on whichever page ECR lists them', async () => {
    const { peer, registry, clock, pump } = await startRegistry();
    const pushed: string[] = [];
    for (let index = 0; index < IMAGES_PER_PAGE_MAX + 50; index += 1) {
      pushed.push(peer.push({ repositoryName: REPOSITORY, tags: [`v${index}`] }));
      await pump.run(clock.now() + 1000);
    }
    const found = await openImages(registry).newest(REPOSITORY, 100);
    expect(found.map(({ digest }) => digest)).toEqual(pushed.slice(-100).reverse());
  });
});
