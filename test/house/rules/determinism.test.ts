import { describe, expect, it } from 'vitest';
import { found, plant } from '../planted.ts';
import { noClockOrChance, noLocale } from './determinism.ts';

describe('time and chance', () => {
  it.each([
    'const now = Date.now();',
    'const clock = { now: Date.now };',
    'const now = new Date();',
    'const now = new Date;',
    'const now = Date();',
    'const chance = Math.random();',
    'const now = performance.now();',
    'const now = process.hrtime.bigint();',
    'const id = crypto.randomUUID();',
    'setTimeout(run, 1000);',
    'globals({ setInterval });',
    'await new Promise(setImmediate);',
    "import { setTimeout as sleep } from 'node:timers/promises';",
  ])('are refused as globals: %s', (text) => {
    expect(found(noClockOrChance, plant({ 'core/a.ts': text }))).not.toEqual([]);
    expect(found(noClockOrChance, plant({ 'twin/services/a.ts': text }))).not.toEqual([]);
  });

  it.each([
    'const at = new Date(now);',
    'const at = new Date(Date.UTC(2026, 0, 1));',
    'timers.setTimeout(run, 1000);',
    'const timers = { setTimeout: later };',
    'const timers = {\n  setInterval(run, delayMs, ...args) {\n    later(run);\n  },\n};',
    'const chance = random.next(); // not Math.random()',
    "const names = ['setTimeout', 'Date.now'];",
  ])('are allowed as arguments: %s', (text) => {
    expect(found(noClockOrChance, plant({ 'core/a.ts': text }))).toEqual([]);
  });

  it.each([
    'twin/kernel/pump.ts',
    'twin/http/serve.ts',
    'cli/main.ts',
    'lambdas/middleware/serve.ts',
  ])('have owners: %s', (path) => {
    expect(found(noClockOrChance, plant({ [path]: 'Date.now()' }))).toEqual([]);
  });
});

describe('locale functions', () => {
  it.each([
    ['names.sort((a, b) => a.localeCompare(b));', 1],
    ['count.toLocaleString();', 1],
    ['new Intl.NumberFormat();', 1],
    ["new Intl.DateTimeFormat('en-GB', { timeZone });", 0],
  ])('follow no setting of the machine: %s', (text, count) => {
    expect(found(noLocale, plant({ 'core/a.ts': text }))).toHaveLength(count);
  });
});
