import { describe, expect, it } from 'vitest';
import { found, plant } from '../planted.ts';
import { testDiscipline } from './test-discipline.ts';

describe('test discipline', () => {
  it.each([
    "vi.mock('../a.ts');",
    'vi.useFakeTimers();',
    "it.only('works', run);",
    "describe.only('all', run);",
    "it.concurrent.only('works', run);",
    "it.skip('works', run);",
    "describe.skip.each([])('works', run);",
    "it.todo('works');",
    'await new Promise((resolve) => setTimeout(resolve, 5));',
    'expect(Date.now() - start).toBeLessThan(100);',
  ])('refuses %s', (text) => {
    expect(found(testDiscipline, plant({ 'test/a.test.ts': text }))).toHaveLength(1);
  });

  it.each([
    "describe.skipIf(!corpusIsThere)('all', run);",
    "const handler = 'setTimeout(resolve, 5)';",
    'clock.setTimeout(run, 5);',
    'const only = list.only;',
  ])('allows %s', (text) => {
    expect(found(testDiscipline, plant({ 'test/a.test.ts': text }))).toEqual([]);
  });
});
