import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FakeWorld } from '../console/fake-world.ts';
import { chromiumNote, chromiumPath, eachOnStage, type Visit } from './chromium.ts';
import { baking, views } from './views.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(chromiumPath === undefined)(
  `the page for everybody, in Chromium${chromiumNote}`,
  () => {
    let world: FakeWorld;
    let visitor: Visit;
    let page: Page;

    eachOnStage((stage) => {
      ({ world, visitor } = stage);
      page = visitor.page;
    });

    const button = (name: string) => page.getByRole('button', { name, exact: true });

    describe('accessibility', () => {
      it.each(Object.entries(views))(
        'has nothing to complain of in %s, light and dark',
        async (_, path) => {
          await visitor.go(path);
          expect(await complaintsOfAxe(page)).toEqual([]);
          await page.emulateMedia({ colorScheme: 'dark' });
          expect(await complaintsOfAxe(page, ['color-contrast'])).toEqual([]);
        },
      );

      it('has nothing to complain of in the dialog and in the panel of the twin', async () => {
        await visitor.go(`/releases/${baking}`);
        await page.getByRole('button', { name: /^Twin/ }).click();
        await button('Abort').click();
        expect(await complaintsOfAxe(page)).toEqual([]);
      });

      it('can be used without a mouse: a decision from the keyboard alone', async () => {
        await visitor.go(`/releases/${baking}`);
        await button('Pause').focus();
        await page.keyboard.press('Enter');
        await page.keyboard.type('looking into a report');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.locator('dialog').waitFor({ state: 'detached' });
        expect(world.decisions).toMatchObject([
          { action: 'pause', reason: 'looking into a report' },
        ]);
      });
    });

    it.each([320, 390, 768])('needs no sideways scrolling at %i pixels', async (width) => {
      await page.setViewportSize({ width, height: 800 });
      // What the page is like at its first paint, before any observer was called.
      await page.addInitScript('window.ResizeObserver = class { observe() {} disconnect() {} }');
      for (const path of Object.values(views)) {
        await visitor.go(path);
        const overhang = await page.evaluate(
          'document.documentElement.scrollWidth - window.innerWidth',
        );
        expect([path, overhang]).toEqual([path, 0]);
      }
    });
  },
);

/** Empty where all is well; that nothing was looked at is a complaint too. */
async function complaintsOfAxe(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  // The page's own policy lets no script in; the tester speaks to the browser, not to the page.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const found = await page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(rules)} }).then(({ violations, passes }) => [
      ...(passes.length < ${rules?.length ?? 15} ? ['only ' + passes.length + ' rules had anything to look at'] : []),
      ...violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')),
    ])`,
  );
  return found as readonly string[];
}
