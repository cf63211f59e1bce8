// Each bug can still be planted: its text is there exactly once. Planting them all is the work of a script.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mutants } from '../../rehearsal/mutants/mutants.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('a planted bug', () => {
  it.each(mutants)('has one place: $name', ({ file, find, replace }) => {
    expect(readFileSync(join(ROOT, file), 'utf8').split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
  });

  it('is one of at least thirty, each with a name of its own', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(30);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });
});
