import { describe, expect, it } from 'vitest';
import { found, plant } from '../planted.ts';
import { importDirections } from './import-directions.ts';

describe('import directions', () => {
  it.each([
    ['core/a.ts', "import { b } from '../aws/b.ts';", 'core/ may not import aws/ (../aws/b.ts)'],
    [
      'core/a.ts',
      "import type { B } from '../twin/b.ts';",
      'core/ may not import twin/ (../twin/b.ts)',
    ],
    ['core/a.ts', "export * from '../lib/b.ts';", 'core/ may not import lib/ (../lib/b.ts)'],
    ['core/a.ts', "import { readFileSync } from 'node:fs';", 'core/ may not import node:fs'],
    [
      'core/a.ts',
      "const b = await import('node:fs/promises');",
      'core/ may not import node:fs/promises',
    ],
    ['core/a.ts', "type B = import('jsonata').Expression;", 'core/ may not import jsonata'],
    [
      'core/a/b.ts',
      "import '../../vitest.config.ts';",
      'core/ may not import ../../vitest.config.ts',
    ],
    ['twin/a.ts', "import { b } from '../core/b.ts';", 'twin/ may not import core/ (../core/b.ts)'],
    [
      'lambdas/a.ts',
      "import { SFNClient } from '@aws-sdk/client-sfn';",
      'lambdas/ may not import @aws-sdk/client-sfn',
    ],
    [
      'cli/a.ts',
      "import {\n  SFNClient,\n} from '@aws-sdk/client-sfn';",
      'cli/ may not import @aws-sdk/client-sfn',
    ],
    ['attic/a.ts', '', 'no room of the house is named attic'],
  ])('refuse in %s: %s', (path, text, message) => {
    expect(found(importDirections, plant({ [path]: text }))).toEqual([`${path}:1 ${message}`]);
  });

  it.each([
    ['core/a.ts', "import * as z from 'zod';"],
    ['core/a.ts', "import { b } from './b/b.ts';"],
    ['core/a.ts', "// import { b } from '../aws/b.ts';"],
    ['core/a.ts', `const text = "import { b } from '../aws/b.ts';";`],
    ['aws/a.ts', "import { SFNClient } from '@aws-sdk/client-sfn';"],
    ['lambdas/a.ts', "import { b } from '../aws/b.ts';"],
    ['test/core/a.test.ts', "import { b } from '../../twin/b.ts';"],
    ['vitest.config.ts', "import { defineConfig } from 'vitest/config';"],
  ])('allow in %s: %s', (path, text) => {
    expect(found(importDirections, plant({ [path]: text }))).toEqual([]);
  });
});
