import { describe, expect, it, vi } from 'vitest';
import { remember } from '../../../twin/kernel/remember.ts';

describe('what is remembered', () => {
  it('is made once for each text', () => {
    const make = vi.fn((text: string) => [text]);
    const get = remember(make);
    expect(get('a')).toBe(get('a'));
    expect(get('b')).toEqual(['b']);
    expect(make).toHaveBeenCalledTimes(2);
  });

  it('is forgotten when there is too much of it, and made again', () => {
    const make = vi.fn((text: string) => [text]);
    const get = remember(make);
    const first = get('0');
    for (let each = 1; each <= 2_000; each += 1) get(String(each));
    expect(get('0')).not.toBe(first);
    expect(get('0')).toEqual(first);
  });
});
