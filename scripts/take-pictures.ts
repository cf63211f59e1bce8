/** Takes the pictures of docs/images: the real page, while one release is promoted and the next one taken back. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContextOptions, chromium } from 'playwright-core';
import { type SeenRelease, startDemonstration } from './demonstration.ts';

interface Picture {
  readonly name: string;
  /** In the console: `/`, `/releases/...`. */
  readonly path: string;
  readonly options?: BrowserContextOptions;
}

const IMAGES = join(import.meta.dirname, '../docs/images');
const FAST = 240;
/** Slow enough to stop the clock within the bake at 50 %, on a busy machine too. */
const SLOW = 40;
/** So long into that bake its metrics show something. */
const BAKED_MS = 8 * 60_000;
const DESKTOP = { width: 1280, height: 900 };
/** As high as four services. */
const STRIP = { width: 1280, height: 424 };
const PHONE = { width: 390, height: 844 };

const demonstration = await startDemonstration({ speed: FAST, seed: 1 });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  await mkdir(IMAGES, { recursive: true });
  await demonstration.waitFor(({ weightPercent }) => weightPercent === 25);
  await demonstration.turnClock(SLOW);
  const canary = await demonstration.waitFor(bakesAtHalf);
  const path = `/releases/${canary.releaseId}`;
  await demonstration.turnClock('stopped');
  await take({ name: 'overview', path: '/', options: { viewport: STRIP } });
  await take({ name: 'release', path });
  await take({ name: 'release-dark', path, options: { colorScheme: 'dark' } });
  await take({ name: 'release-phone', path, options: { viewport: PHONE } });
  await demonstration.turnClock(FAST);
  const bad = await demonstration.waitFor(({ status }) => status === 'ROLLED_BACK');
  await demonstration.turnClock('stopped');
  await take({ name: 'rolled-back', path: `/releases/${bad.releaseId}` });
} finally {
  await browser.close();
  await demonstration.stop();
}

function bakesAtHalf({ status, weightPercent, updatedAt }: SeenRelease, now: string): boolean {
  const baking = status === 'BAKING' && weightPercent === 50;
  return baking && Date.parse(now) - Date.parse(updatedAt) >= BAKED_MS;
}

async function take({ name, path, options = {} }: Picture): Promise<void> {
  const context = await browser.newContext({
    viewport: DESKTOP,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...options,
  });
  const page = await context.newPage();
  await page.goto(demonstration.url);
  await page.locator('h1').waitFor();
  await page.goto(new URL(path, demonstration.url).href);
  for (const sign of [page.locator('h1'), page.getByText('Live', { exact: true })]) {
    await sign.waitFor();
  }
  const file = join(IMAGES, `${name}.png`);
  await page.screenshot({ path: file });
  await context.close();
  const { size } = await stat(file);
  process.stdout.write(`docs/images/${name}.png ${Math.round(size / 1024)} KB\n`);
}
