import { describe, expect, it } from 'vitest';
import { isTagOlder } from '../../../core/version/version-of.ts';

describe('isTagOlder', () => {
  it.each([
    ['v1.2.0', 'v1.3.0', true],
    ['1.2.0', 'v1.2.1', true],
    ['v1.3.0', 'v1.2.0', false],
    ['v1.2.0', 'v1.2.0', false],
    ['main-3f2a', 'v1.2.0', false],
    ['v1.2.0', 'initial', false],
    ['v1.2.0', '', false],
  ])('%s beside %s: %s', (tag, than, expected) => {
    expect(isTagOlder(tag, than)).toBe(expected);
  });
});
