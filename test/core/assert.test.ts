import { describe, expect, it } from 'vitest';
import { assert, assertNever, InvariantError } from '../../core/assert.ts';

describe('an invariant', () => {
  it('that holds says nothing', () => {
    expect(() => assert(true, 'weights sum to 100')).not.toThrow();
  });

  it('that is broken says which', () => {
    const broken = new InvariantError('broken invariant: weights sum to 100');
    expect(() => assert(false, 'weights sum to 100')).toThrow(broken);
    expect(broken.name).toBe('InvariantError');
  });

  it('shows what no case was written for', () => {
    const unexpected = JSON.parse('{"kind":"new"}');
    expect(() => assertNever(unexpected as never)).toThrow('unexpected {"kind":"new"}');
  });
});
