import { describe, expect, it } from 'vitest';
import { shopAssembly } from '../../rehearsal/shop-assembly.ts';
import type { Assembly } from '../../twin/assembly/assembly.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { isBarred } from './support/is-barred.ts';
import { rehearseShop } from './support/rehearse-shop.ts';

const TEST_PORT = 8443;

/** The app with test listeners that let nobody in, as if somebody had changed their security groups. */
function shut(assembly: Assembly): Assembly {
  const isOpen = ({ FromPort }: { FromPort?: unknown }) => FromPort !== TEST_PORT;
  const stacks = assembly.stacks.map((stack) => {
    const resources = Object.entries(stack.template.resources).map(([id, resource]) => {
      const { SecurityGroupIngress: rules, ...others } = resource.Properties ?? {};
      if (!Array.isArray(rules)) return [id, resource];
      const Properties = { ...others, SecurityGroupIngress: rules.filter(isOpen) };
      return [id, { ...resource, Properties }];
    });
    return { ...stack, template: { ...stack.template, resources: Object.fromEntries(resources) } };
  });
  return { ...assembly, stacks };
}

describe('a test listener that lets nobody in', () => {
  it('fails the release before any user is served, and no version is blamed', async () => {
    const rehearsed = await rehearseShop({}, { assembly: shut(await shopAssembly()) });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('ROLLED_BACK');
    expect(rehearsed.release.reason).toMatch(/^no connection to .*:8443: waited 30000 ms$/);
    expect(rehearsed.weights).toEqual([]);
    expect(await isBarred(rehearsed)).toBe(false);
  });
});
