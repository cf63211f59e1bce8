import { describe, expect, it } from 'vitest';
import { found, plant } from '../planted.ts';
import { noDefaultExports, zodAsNamespace } from './import-shape.ts';

describe('default exports', () => {
  it.each(['export default {};', 'const a = 1;\nexport { a as default };'])(
    'are refused: %s',
    (text) => {
      expect(found(noDefaultExports, plant({ 'core/a.ts': text }))).toHaveLength(1);
    },
  );

  it.each([
    ['vitest.config.ts', 'export default {};'],
    ['core/a.ts', 'export const a = 1; // no export default'],
  ])('are allowed where a tool wants them, and in words: %s', (path, text) => {
    expect(found(noDefaultExports, plant({ [path]: text }))).toEqual([]);
  });
});

describe('zod', () => {
  it.each([
    ["import { z } from 'zod';", 1],
    ["import z from 'zod';", 1],
    ["import * as zod from 'zod';", 1],
    ["import * as z from 'zod';", 0],
    ["import type { ZodType } from 'zod';", 0],
  ])('comes in one form: %s', (text, count) => {
    expect(found(zodAsNamespace, plant({ 'core/a.ts': text }))).toHaveLength(count);
  });
});
