/** Benchmarks of the console: what a browser has to load, how soon it shows something, how late it is, and what a living shop weighs. */
import type { Page } from 'playwright-core';
import { bundlePage } from '../../console/page.ts';
import { startConsole } from '../../console/server.ts';
import { openLiveShop } from '../../rehearsal/live-shop.ts';
import { shopAssembly } from '../../rehearsal/shop-assembly.ts';
import { chromiumPath, launch, visit } from '../browser/chromium.ts';
import { baking, moveOn } from '../browser/views.ts';
import { createFakeWorld } from '../console/fake-world.ts';

/** As it is looked at on AWS; on a twin four times as often. */
const INTERVAL_MS = 2_000;
const VISITS = 7;
const HOUR_MS = 3_600_000;

/** The page as it is sent: nothing is compressed on the way within one machine. */
export async function bytesOfThePage() {
  const { shell, script, style } = await bundlePage();
  return [shell, script, style].reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
}

/** The first contentful paint of the overview, without a cache; the median of some visits. */
export const millisecondsToFirstPaint = () =>
  withPage(async ({ page, fresh }) => {
    const paints: number[] = [];
    for (let count = 0; count < VISITS; count += 1) {
      await fresh();
      paints.push(await firstPaint(page()));
    }
    return median(paints);
  });

/** From an event in the ledger until the page shows it: half an interval, and what comes on top. */
export const millisecondsFromEventToPage = () =>
  withPage(async ({ page, world, fresh }) => {
    const waits: number[] = [];
    const before = world.releases;
    for (let count = 0; count < VISITS; count += 1) {
      world.releases = before;
      await fresh(`/releases/${baking}`);
      // Not in step with the console's own looks.
      await page().waitForTimeout((count * INTERVAL_MS) / VISITS);
      const start = performance.now();
      world.releases = moveOn(before);
      await page().getByText('50 % of users').waitFor();
      waits.push(performance.now() - start);
    }
    return median(waits);
  });

/** What `spillway up` holds in its heap once the shop has lived for a day. */
export async function bytesAfterADayOfTheShop() {
  const { world, close } = await openLiveShop({
    assembly: await shopAssembly(),
    speed: 'manual',
    seed: 1,
    port: 0,
  });
  const { pump, clock } = world.twin;
  for (let hour = 0; hour < 24; hour += 1) {
    await pump.run(clock.now() + HOUR_MS);
    // What is only waiting to be cleaned up is no weight.
    globalThis.gc?.();
  }
  const { heapUsed } = process.memoryUsage();
  await close();
  return heapUsed;
}

interface Stage {
  readonly world: ReturnType<typeof createFakeWorld>;
  readonly page: () => Page;
  /** A new visitor, who has seen nothing yet. */
  readonly fresh: (path?: string) => Promise<void>;
}

async function withPage(measure: (stage: Stage) => Promise<number>): Promise<number> {
  if (chromiumPath === undefined) return Number.NaN;
  const world = createFakeWorld();
  const console = await startConsole({ ...world, place: 'bench', intervalMs: INTERVAL_MS });
  const browser = await launch();
  let visitor = await visit(browser, console);
  try {
    return await measure({
      world,
      page: () => visitor.page,
      async fresh(path = '/') {
        await visitor.context.close();
        visitor = await visit(browser, console);
        if (path !== '/') await visitor.go(path);
      },
    });
  } finally {
    await browser.close();
    await console.close();
  }
}

const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN",
  );

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
