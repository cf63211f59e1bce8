// A real browser, where this machine has one.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type Console, startConsole } from '../../console/server.ts';
import { createFakeWorld, type FakeWorld } from '../console/fake-world.ts';

const known = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const chromiumPath = known.find((path) => path !== undefined && existsSync(path));

/** Shown as the name of what is skipped. */
export const chromiumNote =
  chromiumPath === undefined ? ' (skipped: no Chromium found; set CHROMIUM_PATH)' : '';

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained about: blocked by the policy, or thrown by the page. */
  readonly complaints: readonly string[];
  go(path: string): Promise<void>;
}

/** A fresh visitor who has opened the printed address. */
export async function visit(
  browser: Browser,
  console: Console,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // A refused decision is an answer, which Chromium calls an error.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
  });
  await page.goto(console.url);
  await page.waitForSelector('h1');
  return {
    page,
    context,
    complaints,
    async go(path) {
      await page.goto(`http://127.0.0.1:${console.port}${path}`);
      await page.waitForSelector('h1');
    },
  };
}

export interface Stage {
  readonly browser: Browser;
  readonly world: FakeWorld;
  readonly console: Console;
  readonly visitor: Visit;
}

/** One browser for a group of tests; for each of them a fresh console with a fresh visitor, who must not complain. */
export function eachOnStage(enter: (stage: Stage) => void): void {
  let browser: Browser;
  let console: Console;
  let visitor: Visit;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    const world = createFakeWorld();
    console = await startConsole({ ...world, place: 'test', intervalMs: 50 });
    visitor = await visit(browser, console);
    enter({ browser, world, console, visitor });
  });
  afterEach(async () => {
    await visitor.context.close();
    await console.close();
    expect(visitor.complaints).toEqual([]);
  });
}
