// What the documentation shows must be readable.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../../twin/scenario/read-scenario.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/twin.md'), 'utf8');

describe('the scenario in the documentation', () => {
  it('is valid', () => {
    const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const { users, versions, timeline } = readScenario(text);
    expect([users, versions, timeline].map(({ length }) => length)).toEqual([1, 1, 2]);
  });
});
