import { describe, expect, it } from 'vitest';
import { found, plant } from '../planted.ts';
import { environmentReaders } from './environment.ts';

describe('the environment', () => {
  it.each([
    ['core/a.ts', 1],
    ['aws/registry.ts', 1],
    ['lambdas/a.ts', 1],
    ['twin/a.ts', 1],
    ['aws/settings.ts', 0],
    ['bin/spillway.ts', 0],
    ['test/a.ts', 0],
  ])('is read in few places: %s', (path, count) => {
    expect(found(environmentReaders, plant({ [path]: "process.env['A']" }))).toHaveLength(count);
  });
});
