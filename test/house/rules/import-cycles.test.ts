import { describe, expect, it } from 'vitest';
import { found, plant } from '../planted.ts';
import { importCycles } from './import-cycles.ts';

describe('import cycles', () => {
  it('are found at any length, and told once', () => {
    const tree = plant({
      'core/door.ts': "import { a } from './a/a.ts';",
      'core/a/a.ts': "import { b } from '../b.ts';",
      'core/b.ts': "import type { C } from './c.ts';",
      'core/c.ts': "export { a } from './a/a.ts';",
    });
    expect(found(importCycles, tree)).toEqual([
      'core/a/a.ts:1 imports itself: core/a/a.ts > core/b.ts > core/c.ts > core/a/a.ts',
    ]);
  });

  it('are found in a file that imports itself', () => {
    const tree = plant({ 'core/a.ts': "import { a } from './a.ts';" });
    expect(found(importCycles, tree)).toEqual([
      'core/a.ts:1 imports itself: core/a.ts > core/a.ts',
    ]);
  });

  it('are not seen where two ways lead to one file', () => {
    const tree = plant({
      'core/a.ts': "import './b.ts';\nimport './c.ts';",
      'core/b.ts': "import './d.ts';",
      'core/c.ts': "import './d.ts';",
      'core/d.ts': '',
    });
    expect(found(importCycles, tree)).toEqual([]);
  });
});
