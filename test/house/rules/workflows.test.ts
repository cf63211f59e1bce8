import { describe, expect, it } from 'vitest';
import { found, plant } from '../planted.ts';
import { leastPermissions, pinnedActions } from './workflows.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const workflow = (text: string) => plant({ '.github/workflows/ci.yml': text });

describe('workflows', () => {
  it.each([
    ['actions/checkout@v5', 1],
    ['actions/checkout@main', 1],
    [`actions/checkout@${COMMIT}`, 1],
    [`actions/checkout@${COMMIT} # v5.0.0`, 0],
  ])('pin actions to a commit: %s', (action, count) => {
    expect(found(pinnedActions, workflow(`steps:\n  - uses: ${action}\n`))).toHaveLength(count);
  });

  it.each([
    ['permissions: {}\njobs: {}', 0],
    ['jobs: {}', 1],
    ['permissions: write-all\njobs: {}', 1],
    ['jobs:\n  a:\n    permissions: {}', 1],
  ])('give nothing to all jobs: %j', (text, count) => {
    expect(found(leastPermissions, workflow(text))).toHaveLength(count);
  });

  it('are held to it also where others copy them from', () => {
    expect(found(leastPermissions, plant({ 'examples/ci/a.yml': 'jobs: {}' }))).toHaveLength(1);
  });
});
