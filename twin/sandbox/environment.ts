// One execution environment of a function: its globals, its loaded code, and one invocation at a time.
import { posix } from 'node:path';
import { format } from 'node:util';
import type { Clock } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';
import type { CodePackage } from './code.ts';
import { compileModule } from './compile.ts';
import { createCrypto, type Hold } from './virtual-crypto.ts';
import { createFs } from './virtual-fs.ts';
import { createHttps, type Network } from './virtual-https.ts';
import { createRequireBuiltin, type Require } from './virtual-modules.ts';
import { createDate, createMath, createTimers } from './virtual-timers.ts';

export interface EnvironmentOptions {
  readonly code: CodePackage;
  /** `file.export`, as a function's configuration names it. */
  readonly handler: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  readonly log: (level: string, text: string) => void;
  readonly hold: Hold;
}

export type Handler = (event: unknown, context: object) => unknown;

export interface Environment {
  readonly handler: Handler;
  /** After this, nothing that the environment had under way happens any more. */
  stop(): void;
}

/** Loads the code, as a cold start does. Throws what the code throws. */
export function createEnvironment(options: EnvironmentOptions): Environment {
  let alive = true;
  const globals = createGlobals(options, () => alive);
  const [file = '', exportName = ''] = splitHandler(options.handler);
  const load = createLoader(options.code, globals);
  const exports = load(file) as Record<string, unknown>;
  const handler = exports[exportName];
  if (typeof handler !== 'function') {
    const error = new Error(`${options.handler} is undefined or not exported`);
    error.name = 'Runtime.HandlerNotFound';
    throw error;
  }
  return {
    handler: handler as Handler,
    stop: () => {
      alive = false;
    },
  };
}

/** `dir/index.handler` is file `dir/index`, export `handler`. */
function splitHandler(handler: string): [string, string] {
  const dot = handler.lastIndexOf('.');
  return [handler.slice(0, dot), handler.slice(dot + 1)];
}

interface Globals {
  readonly shadows: Readonly<Record<string, unknown>>;
  readonly requireBuiltin: Require;
}

function createGlobals(options: EnvironmentOptions, isAlive: () => boolean): Globals {
  const { clock, random, network, log } = options;
  const timers = createTimers(clock, isAlive);
  const crypto = createCrypto(random, options.hold);
  const startedAt = clock.now();
  const performance = { now: () => clock.now() - startedAt, timeOrigin: startedAt };
  const guarded: Network = (request, line) =>
    isAlive() ? network(request, line) : new Promise(() => {});
  const http = createHttps(guarded, 'http:');
  const https = createHttps(guarded, 'https:');
  const shadows: Record<string, unknown> = {
    Date: createDate(clock),
    Math: createMath(random),
    ...timers,
    crypto: crypto.global,
    performance,
    process: createProcess(options),
    console: createConsole(log),
    fetch: () => Promise.reject(new Error('the twin has no fetch; use node:https')),
  };
  const world = Object.create(globalThis, Object.getOwnPropertyDescriptors(shadows));
  shadows['globalThis'] = world;
  shadows['global'] = world;
  const requireBuiltin = createRequireBuiltin({
    timers,
    crypto: crypto.module,
    http,
    https,
    performance,
    fs: createFs(options.code),
  });
  return { shadows, requireBuiltin };
}

function createProcess({ variables, clock, log }: EnvironmentOptions): object {
  const value = (given: unknown) => ({ value: given, writable: true });
  const write = { write: (text: string) => log('', String(text).replace(/\n$/, '')) };
  return Object.create(process, {
    env: value({ ...variables }),
    emitWarning: value(() => undefined),
    on: value(() => undefined),
    once: value(() => undefined),
    uptime: value(() => clock.now() / 1000),
    hrtime: value(
      Object.assign(() => [Math.floor(clock.now() / 1000), (clock.now() % 1000) * 1e6], {
        bigint: () => BigInt(Math.round(clock.now() * 1e6)),
      }),
    ),
    stdout: value(write),
    stderr: value(write),
    exit: value((code: number) => {
      const error = new Error(`Runtime exited with error: exit status ${code ?? 0}`);
      error.name = 'Runtime.ExitError';
      throw error;
    }),
  });
}

function createConsole(log: EnvironmentOptions['log']): object {
  const at =
    (level: string) =>
    (...args: unknown[]) =>
      log(level, format(...args));
  return {
    ...console,
    debug: at('DEBUG'),
    log: at('INFO'),
    info: at('INFO'),
    warn: at('WARN'),
    error: at('ERROR'),
    trace: at('TRACE'),
  };
}

interface LoadedModule {
  exports: unknown;
}

function createLoader(code: CodePackage, globals: Globals): (path: string) => unknown {
  const loaded = new Map<string, LoadedModule>();
  function load(path: string): unknown {
    const file = resolveFile(code, path);
    const known = loaded.get(file.path);
    if (known !== undefined) return known.exports;
    const module: LoadedModule = { exports: {} };
    loaded.set(file.path, module);
    if (file.path.endsWith('.json')) {
      module.exports = JSON.parse(file.source);
      return module.exports;
    }
    const requireHere: Require = (id) =>
      id.startsWith('.')
        ? load(posix.join(posix.dirname(file.path), id))
        : globals.requireBuiltin(id);
    const free = {
      exports: module.exports,
      require: requireHere,
      module,
      __filename: `/var/task/${file.path}`,
      __dirname: posix.dirname(`/var/task/${file.path}`),
      ...globals.shadows,
    };
    const run = compileModule({
      source: file.source,
      file: `${code.id}/${file.path}`,
      isEsModule: file.isEsModule,
      names: Object.keys(free),
    });
    run.call(module.exports, ...Object.values(free));
    return module.exports;
  }
  return load;
}

function resolveFile(
  code: CodePackage,
  path: string,
): { path: string; source: string; isEsModule: boolean } {
  for (const candidate of [path, `${path}.js`, `${path}.mjs`, `${path}.cjs`, `${path}/index.js`]) {
    const source = code.read(candidate);
    if (source === undefined) continue;
    return { path: candidate, source, isEsModule: isEsModule(code, candidate) };
  }
  const error = new Error(`Cannot find module '${posix.basename(path)}'`);
  error.name = 'Runtime.ImportModuleError';
  throw error;
}

function isEsModule(code: CodePackage, path: string): boolean {
  if (path.endsWith('.mjs')) return true;
  if (path.endsWith('.cjs')) return false;
  return /"type"\s*:\s*"module"/.test(code.read('package.json') ?? '');
}
