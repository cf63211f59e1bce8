// The cloud assemblies of a campaign: one service, released in one of the ways there are, and the orchestrator that does it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readSpec } from '../../core/spec/index.ts';
import type { Assembly } from '../../twin/assembly/assembly.ts';
import { readAssembly } from '../../twin/assembly/read-assembly.ts';
import { keptAssembly } from '../kept-assembly.ts';
import type { Way } from './history.ts';

const SPEC = join(import.meta.dirname, 'release.yaml');

/** The spec as it is written is a canary that goes back at once: what the other ways make of its environment. */
const environmentsOf: Readonly<Record<Way, (production: object) => readonly object[]>> = {
  canary: (production) => [production],
  gradual: (production) => [
    { ...production, rollback: { kind: 'gradual', steps: [25, 10, 0], every: '1m' } },
  ],
  staged: (production) => [
    {
      ...production,
      name: 'staging',
      strategy: { kind: 'all-at-once', bake: '5m' },
      keepWarm: '5m',
    },
    production,
  ],
  'blue-green': (production) => [{ ...production, strategy: { kind: 'blue-green', bake: '10m' } }],
  rolling: (production) => [
    {
      ...production,
      strategy: {
        kind: 'rolling',
        minimumHealthyPercent: 100,
        maximumPercent: 150,
        bake: '10m',
      },
    },
  ],
};

export type AssemblyOf = (way: Way) => Promise<Assembly>;

/** Each is read when the first history wants it, and once. A folder that is given serves all ways. */
export function campaignAssemblies(folder?: string): AssemblyOf {
  const read = new Map<Way, Promise<Assembly>>();
  return (way) => {
    const known = read.get(way);
    if (known !== undefined) return known;
    const fresh = Promise.resolve(folder ?? campaignAssembly(way)).then(readAssembly);
    read.set(way, fresh);
    return fresh;
  };
}

/** The folder of the assembly. */
function campaignAssembly(way: Way): Promise<string> {
  const text = specOf(way);
  return keptAssembly({
    shelf: `spillway-campaign-${way}`,
    key: text,
    async define(app) {
      const { defineShop } = await import('../../examples/shop/shop.ts');
      const { spec, problems } = readSpec(text);
      if (spec === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
      defineShop(app, [spec]);
    },
  });
}

/** JSON is YAML. */
function specOf(way: Way): string {
  const { environments, ...spec } = parse(readFileSync(SPEC, 'utf8'));
  const [production] = environments;
  return JSON.stringify({ ...spec, environments: environmentsOf[way](production) });
}
