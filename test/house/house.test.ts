/** The house as it stands obeys its own rules. */
import { describe, expect, it } from 'vitest';
import { houseRules } from './house.ts';
import { readTree } from './read-tree.ts';
import { showFinding } from './rule.ts';

const tree = readTree();

describe('the house', () => {
  it('is there to be read', () => {
    expect(tree.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'core/limits.ts', '.ci/run']),
    );
  });

  it.each(Object.entries(houseRules))('%s', (_, rule) => {
    expect(rule(tree).map(showFinding)).toEqual([]);
  });
});
