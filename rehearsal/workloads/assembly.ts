// The cloud assembly of many services that are all alike: the campaign's, under other names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptAssembly } from '../kept-assembly.ts';

const SPEC = join(import.meta.dirname, '..', 'campaign', 'release.yaml');

export const fleetAssembly = (services: number): Promise<string> =>
  keptAssembly({
    shelf: 'spillway-fleets',
    key: `${services} ${readFileSync(SPEC, 'utf8')}`,
    async define(app) {
      const { defineShop } = await import('../../examples/shop/shop.ts');
      const { readReleaseSpec } = await import('../../lib/read-release-spec.ts');
      // A fleet of a stack's size is what a template may hold on AWS; more would be several stacks.
      app.node.setContext('@aws-cdk/core:stackResourceLimit', 0);
      const one = readReleaseSpec(SPEC);
      const specs = Array.from({ length: services }, (_each, index) => {
        const service = `s${String(index + 1).padStart(3, '0')}`;
        return { ...one, service, repository: `fleet/${service}` };
      });
      defineShop(app, specs);
    },
  });
