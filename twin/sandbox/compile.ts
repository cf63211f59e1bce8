// Turns a file of a package into a function that takes its free variables. Compiled once per process, run once per world.
import { createHash } from 'node:crypto';
import vm from 'node:vm';
import { transformSync } from 'esbuild';

export type CompiledModule = (...freeVariables: readonly unknown[]) => void;

const compiled = new Map<string, vm.Script>();

export function compileModule(options: {
  source: string;
  file: string;
  isEsModule: boolean;
  names: readonly string[];
}): CompiledModule {
  const { source, file, names } = options;
  const key = createHash('sha256').update(names.join()).update(source).digest('base64');
  let script = compiled.get(key);
  if (script === undefined) {
    const code = asCommonJs(source, options.isEsModule);
    script = new vm.Script(`(function (${names.join(', ')}) {${code}\n})`, { filename: file });
    compiled.set(key, script);
  }
  return script.runInThisContext() as CompiledModule;
}

/** Everything must go through `require`, so that built-in modules can be replaced: `import` and `import()` too. */
function asCommonJs(source: string, isEsModule: boolean): string {
  if (!isEsModule && !/\bimport\s*\(/.test(source)) return source;
  return transformSync(source, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
  }).code;
}
