// Where a workload plays: the shop, or many services that are all alike: the campaign's, under other names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../twin/assembly/read-assembly.ts';
import { keptAssembly } from '../kept-assembly.ts';
import { shopAssembly } from '../shop-assembly.ts';
import type { Workloaded } from './report.ts';
import type { WorkloadName } from './workload.ts';

const SPEC = join(import.meta.dirname, '..', 'campaign', 'release.yaml');

type Surroundings = Pick<Workloaded, 'assembly' | 'alone'>;

/** With the place where one of its services is alone. */
export async function surroundingsOf(name: WorkloadName, services: number): Promise<Surroundings> {
  if (name === 'shop') {
    const assembly = await shopAssembly();
    const serving = { 'user-service': 'v3.0.0', 'product-service': 'v3.0.0' };
    return { assembly, alone: { assembly, service: 'order-service', version: 'v3.1.0', serving } };
  }
  const single = readAssembly(await fleetAssembly(1));
  const assembly = services === 1 ? single : readAssembly(await fleetAssembly(services));
  return { assembly, alone: { assembly: single, service: nameOf(0), version: 'v1.1.0' } };
}

const nameOf = (index: number): string => `s${String(index + 1).padStart(3, '0')}`;

const fleetAssembly = (services: number): Promise<string> =>
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
        const service = nameOf(index);
        return { ...one, service, repository: `fleet/${service}` };
      });
      defineShop(app, specs);
    },
  });
