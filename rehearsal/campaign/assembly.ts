// The cloud assembly of a campaign: one service with short phases, and the orchestrator that releases it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptAssembly } from '../kept-assembly.ts';

const SPEC = join(import.meta.dirname, 'release.yaml');

/** The folder of the assembly: each worker reads it by itself. */
export const campaignAssembly = (): Promise<string> =>
  keptAssembly({
    shelf: 'spillway-campaign',
    key: readFileSync(SPEC, 'utf8'),
    async define(app) {
      const { defineShop } = await import('../../examples/shop/shop.ts');
      const { readReleaseSpec } = await import('../../lib/read-release-spec.ts');
      defineShop(app, [readReleaseSpec(SPEC)]);
    },
  });
