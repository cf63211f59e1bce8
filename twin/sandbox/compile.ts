// Turns a file of a package into a function that takes its free variables. Compiled once per process, run once per world.
import vm from 'node:vm';
import { transformSync } from 'esbuild';

export type CompiledModule = (...freeVariables: readonly unknown[]) => void;

/** By the names of the free variables, by source: texts are kept by their packages, so that finding one costs nothing.
 * One function for all environments: what the engine learns about code in one world, it knows in the next. */
const compiled = new Map<string, Map<string, CompiledModule>>();

export function compileModule(options: {
  source: string;
  file: string;
  isEsModule: boolean;
  names: readonly string[];
}): CompiledModule {
  const { source, file, names } = options;
  const parameters = names.join(', ');
  const scripts = compiled.get(parameters) ?? new Map<string, CompiledModule>();
  compiled.set(parameters, scripts);
  const known = scripts.get(source);
  if (known !== undefined) return known;
  const code = asCommonJs(source, options.isEsModule);
  const script = new vm.Script(`(function (${parameters}) {${code}\n})`, { filename: file });
  const module = script.runInThisContext() as CompiledModule;
  scripts.set(source, module);
  return module;
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
