import type { Browser, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Console, startConsole } from '../../console/server.ts';
import { hostileTag } from '../console/fake-releases.ts';
import { createFakeWorld, type FakeWorld } from '../console/fake-world.ts';
import { chromiumNote, chromiumPath, eachOnStage, type Visit, visit } from './chromium.ts';
import { baking, moveOn, release, told, views } from './views.ts';

describe.skipIf(chromiumPath === undefined)(`the page in Chromium${chromiumNote}`, () => {
  let browser: Browser;
  let world: FakeWorld;
  let console: Console;
  let visitor: Visit;
  let page: Page;

  eachOnStage((stage) => {
    ({ browser, world, console, visitor } = stage);
    page = visitor.page;
  });

  const text = (selector: string) => page.locator(selector).first().textContent();
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  describe('the token', () => {
    it('leaves the address at once', () => {
      expect(page.url()).toBe(`http://127.0.0.1:${console.port}/`);
    });

    it('is asked for when there is none', async () => {
      const context = await browser.newContext();
      const stranger = await context.newPage();
      await stranger.goto(`http://127.0.0.1:${console.port}/`);
      expect(await stranger.locator('h1').textContent()).toBe('This page needs its token');
      expect(await stranger.content()).not.toContain('auth-service');
      await context.close();
    });
  });

  describe('a hostile tag', () => {
    it.each(['/', '/history', views['a hostile tag'] ?? ''])('is only text on %s', async (path) => {
      await visitor.go(path);
      await page.getByText(hostileTag).first().waitFor();
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.title()).toBe('Spillway');
    });
  });

  describe('what is live', () => {
    it('shows a release that moves on without being asked', async () => {
      await visitor.go(`/releases/${baking}`);
      expect(await text('.stop.here .label')).toBe('25 %');
      world.releases = moveOn(world.releases);
      await page.getByText('50 % of users').waitFor();
      expect(await text('.stop.here .label')).toBe('50 %');
    });

    it('says so when the console is gone, and asks a new one for its token', async () => {
      const { port } = console;
      await console.close();
      await page.getByText('Not live', { exact: true }).waitFor();
      expect(await page.locator('h1').textContent()).toBe('Services');
      console = await startConsole({ ...world, place: 'test', port });
      await page.getByText('This page needs its token').waitFor();
    });
  });

  describe('a decision', () => {
    it('needs a reason and carries what was looked at', async () => {
      await visitor.go(views['an approval that is wanted'] ?? '');
      await button('Approve').click();
      const confirm = page.locator('dialog button[type=submit]');
      expect(await confirm.isDisabled()).toBe(true);
      await page.locator('dialog textarea').fill('checked with the team');
      await confirm.click();
      await page.locator('dialog').waitFor({ state: 'detached' });
      const { record } = told(world, 'user-service', 'v4.0.0');
      expect(world.decisions).toEqual([
        {
          kind: 'release',
          action: 'approve',
          looked: {
            releaseId: record.releaseId,
            digest: record.artifact.digest,
            phase: null,
            planHash: record.admission?.planHash,
            sequence: record.sequence,
          },
          reason: 'checked with the team',
        },
      ]);
    });

    it('that comes too late is refused, says what changed, and can be taken again', async () => {
      await visitor.go(`/releases/${baking}`);
      const before = told(world, 'auth-service', 'v1.3.0').record.sequence;
      await button('Abort').click();
      await page.locator('dialog textarea').fill('p95 looks odd');
      world.answer = { kind: 'stale', message: 'release changed since you looked' };
      world.releases = moveOn(world.releases);
      await page.locator('dialog button[type=submit]').click();
      const alert = page.locator('dialog [role=alert]');
      await alert.getByText('release changed since you looked').waitFor();
      await alert.getByText('Share of users: was 25 %, is now 50 %').waitFor();
      world.answer = { kind: 'done', message: 'Done.' };
      await button('Decide about how it is now').click();
      await page.locator('dialog button[type=submit]').click();
      await page.locator('dialog').waitFor({ state: 'detached' });
      const sequences = world.decisions.map((decision) =>
        decision.kind === 'release' ? decision.looked.sequence : 0,
      );
      expect(sequences[0]).toBe(before);
      expect(sequences[1]).toBeGreaterThan(before);
    });

    it('is left with Escape, and nothing happens', async () => {
      await visitor.go(`/releases/${baking}`);
      await button('Abort').click();
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
      expect(world.decisions).toEqual([]);
    });

    it('is offered only where it makes sense', async () => {
      const offered = async (path: string) => {
        await visitor.go(path);
        return page.locator('.release-title .actions button').allInnerTexts();
      };
      expect(await offered(`/releases/${baking}`)).toEqual(['Promote now', 'Pause', 'Abort']);
      expect(await offered(release('order-service', 'v5.0.3'))).toEqual(['Roll back']);
      expect(await offered(release('product-service', 'v2.1.0'))).toEqual([]);
      expect(await offered(release('catalog-service', 'v7.2.0'))).toEqual([]);
      expect(await offered(release('shipping-service', 'v0.9.0'))).toEqual(['Resume', 'Abort']);
    });

    it('can lift a freeze', async () => {
      await visitor.go('/services/payment-service');
      await button('Unfreeze').click();
      await page.locator('dialog textarea').fill('books are closed');
      await page.locator('dialog button[type=submit]').click();
      await page.locator('dialog').waitFor({ state: 'detached' });
      expect(world.decisions).toEqual([
        {
          kind: 'freeze',
          action: 'unfreeze',
          service: 'payment-service',
          environment: 'production',
          reason: 'books are closed',
        },
      ]);
    });
  });

  describe('the controls of a twin', () => {
    beforeEach(() => page.getByRole('button', { name: /^Twin/ }).click());

    it('push an image with a behaviour, break something, and turn the clock', async () => {
      await page.getByRole('combobox', { name: 'Service' }).selectOption('order-service');
      await page.getByLabel('Tag').fill('v5.1.0');
      await page.getByRole('combobox', { name: 'Behaviour' }).selectOption('bad-errors');
      await button('Push').click();
      await page.getByText('Pushed v5.1.0.').waitFor();
      await expect.poll(() => page.getByLabel('Tag').inputValue()).toBe('v5.1.1');
      await page.getByRole('combobox', { name: 'Fault' }).selectOption('lose-events');
      await button('Inject').click();
      await button('Mend').click();
      await button('Mend').waitFor({ state: 'detached' });
      await page.getByText('stopped', { exact: true }).first().click();
      await page.locator('.chip', { hasText: 'stopped' }).waitFor();
      expect(world.twinActions).toEqual([
        { kind: 'push', service: 'order-service', tag: 'v5.1.0', behaviour: 'bad-errors' },
        { kind: 'fault', fault: 'lose-events' },
        { kind: 'mend' },
        { kind: 'speed', speed: 'stopped' },
      ]);
    });

    it('push no tag that no registry would take', async () => {
      await page.getByLabel('Tag').fill('<script>');
      await button('Push').click();
      expect(await page.locator('.twin input:invalid').count()).toBe(1);
      expect(world.twinActions).toEqual([]);
    });
  });

  describe('what is shown', () => {
    it('puts first what waits for a person', async () => {
      const names = await page.locator('.services th[scope=row] a').allInnerTexts();
      expect(names[0]).toBe('mail-service');
      expect(names.indexOf('user-service')).toBeLessThan(names.indexOf('auth-service'));
      expect(names.indexOf('auth-service')).toBeLessThan(names.indexOf('order-service'));
    });

    it('marks a breach on the curve and explains it with numbers', async () => {
      await visitor.go(release('product-service', 'v2.1.0'));
      expect(await page.locator('.chart .mark.bad').count()).toBe(2);
      const row = page.locator('.findings tbody tr').first();
      expect(await row.textContent()).toMatch(/error-rate[\s\S]*12.4 %[\s\S]*5 %[\s\S]*5 min/);
    });

    it('never lets an older pass stand for what an alarm has taken back', async () => {
      await visitor.go(release('cart-service', 'v3.0.0'));
      const said = await page.locator('section:has(.findings) .said').allTextContents();
      expect(said[0]).toContain('taken back alarm spillway/cart-service/production/a/error-rate');
      expect(said[0]).toContain('26.04');
      expect(said[1]).toContain('The judge, before that: pass');
      expect(await page.locator('.chart .mark .cross').count()).toBe(1);
    });

    it('names the state of the machine that runs', async () => {
      await visitor.go(`/releases/${baking}`);
      expect(await page.locator('.graph [aria-current=step]').count()).toBeGreaterThan(0);
    });

    it('filters sixty services as one types, and keeps them within reach', async () => {
      const crowd = createFakeWorld({ services: 'sixty' });
      const other = await startConsole({ ...crowd, place: 'test' });
      const guest = await visit(browser, other);
      const rows = guest.page.locator('.services tbody tr');
      await rows.first().waitFor();
      expect(await rows.count()).toBe(60);
      await guest.page.getByLabel('Filter services').fill('service-4');
      expect(await rows.count()).toBe(10);
      await guest.context.close();
      await other.close();
    });

    it('tells a newcomer what to do when there is nothing', async () => {
      const empty = await startConsole({ ...createFakeWorld({ services: 'none' }), place: 'test' });
      const guest = await visit(browser, empty);
      expect(await guest.page.locator('main').textContent()).toContain('No service is registered');
      await guest.context.close();
      await empty.close();
    });

    it('remembers the colours that were chosen', async () => {
      const toggle = page.getByRole('button', { name: /^Colours/ });
      await toggle.click();
      await toggle.click();
      await page.reload();
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    });
  });
});
