// The shop's cloud assembly, with all of its services or some.
import type { Assembly } from '../twin/assembly/assembly.ts';
import { readAssembly } from '../twin/assembly/read-assembly.ts';
import { keptAssembly } from './kept-assembly.ts';

export async function shopAssembly(services?: readonly string[]): Promise<Assembly> {
  const folder = await keptAssembly({
    shelf: 'spillway',
    key: String(services),
    async define(app) {
      const { defineShop, shopSpecs } = await import('../examples/shop/shop.ts');
      const specs = shopSpecs();
      defineShop(
        app,
        services === undefined ? specs : specs.filter(({ service }) => services.includes(service)),
      );
    },
  });
  return readAssembly(folder);
}
