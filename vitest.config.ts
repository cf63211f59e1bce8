/** How tests run: one process, modules loaded once per thread; coverage is asked of the core, by `npm run check`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/scratch.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'threads',
    // A processor stays free by default: on two, that is half of the machine.
    maxWorkers: '100%',
    // Nothing in this house keeps state in a module, so test files may share the modules that they load.
    isolate: false,
    coverage: {
      provider: 'v8',
      include: ['core/**/*.ts'],
      exclude: ['test/**'],
      reporter: ['text-summary'],
      thresholds: { statements: 95 },
    },
  },
});
