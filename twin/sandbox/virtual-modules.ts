// What `require` gives inside an execution environment: the real built-ins, but for those that reach out of the twin.
import { createRequire } from 'node:module';
import timersPromises from 'node:timers/promises';
import type { VirtualFs } from './virtual-fs.ts';
import type { VirtualTimers } from './virtual-timers.ts';
import { virtualZlib } from './virtual-zlib.ts';

const requireBuiltin = createRequire(import.meta.url);

/** Modules that would leave the process or escape virtual time. */
const REFUSED = ['child_process', 'cluster', 'dgram', 'inspector', 'repl', 'worker_threads'];

/** What would open a socket, in modules that bundles load whether they use them or not. */
const REFUSED_FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  dns: ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'reverse'],
  http2: ['connect', 'createServer', 'createSecureServer'],
  net: ['connect', 'createConnection', 'createServer'],
  tls: ['connect', 'createServer'],
};

export type Require = (id: string) => unknown;

export function createRequireBuiltin(replacements: {
  readonly timers: VirtualTimers;
  readonly crypto: object;
  readonly http: object;
  readonly https: object;
  readonly performance: object;
  readonly fs: VirtualFs;
}): Require {
  const { timers, crypto, http, https, performance, fs } = replacements;
  const virtual: Readonly<Record<string, object>> = {
    crypto,
    fs: fs.module,
    'fs/promises': fs.promises,
    http,
    https,
    timers,
    'timers/promises': {
      ...timersPromises,
      setTimeout: (delayMs?: number, value?: unknown) =>
        new Promise((resolve) => timers.setTimeout(() => resolve(value), delayMs)),
      setImmediate: (value?: unknown) =>
        new Promise((resolve) => timers.setImmediate(() => resolve(value))),
    },
    perf_hooks: { performance },
    zlib: virtualZlib,
  };
  return (id) => {
    const name = id.replace(/^node:/, '');
    if (REFUSED.includes(name)) throw new Error(`the twin does not give functions ${name}`);
    const found = virtual[name] ?? withoutSockets(name);
    return found === undefined ? requireBuiltin(id) : interoperable(found);
  };
}

function withoutSockets(name: string): object | undefined {
  const refused = REFUSED_FUNCTIONS[name]?.map((each) => {
    const refuse = () => {
      throw new Error(`the twin does not give functions ${name}.${each}; use node:https`);
    };
    return [each, refuse] as const;
  });
  return refused && { ...(requireBuiltin(name) as object), ...Object.fromEntries(refused) };
}

/** So that both `import x from` and `import { x } from`, once compiled, find what they look for. */
const interoperable = (module: object): object => ({ ...module, default: module });
