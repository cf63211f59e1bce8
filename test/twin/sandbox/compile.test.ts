import { describe, expect, it } from 'vitest';
import { compileModule } from '../../../twin/sandbox/compile.ts';

const compile = (source: string, names: readonly string[] = ['exports']) =>
  compileModule({ source, file: 'index.js', isEsModule: false, names });

describe('a compiled module', () => {
  const source = 'let calls = 0; exports.call = () => (calls += 1);';

  it('is the same function for all who load it, so that the engine learns it once', () => {
    expect(compile(source)).toBe(compile(source));
  });

  it('has a state of its own each time that it is run', () => {
    const load = () => {
      const exports: { call?: () => number } = {};
      compile(source)(exports);
      return exports;
    };
    const [first, second] = [load(), load()];
    expect([first.call?.(), first.call?.(), second.call?.()]).toEqual([1, 2, 1]);
  });

  it('is another one where other names are free', () => {
    expect(compile(source)).not.toBe(compile(source, ['exports', 'require']));
  });
});
