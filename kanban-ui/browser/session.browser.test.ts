import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, signIn, WIDE } from './support/browser.ts';
import { startPebble, type Pebble } from './support/pebble.ts';

let pebble: Pebble;
let browser: Browser;
let page: Page;
const button = (name: string | RegExp) => page.getByRole('button', { name });
const stored = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));

beforeAll(async () => {
  pebble = await startPebble();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await pebble.stop();
});
beforeEach(async () => {
  page = await openPage(browser, pebble, { ...WIDE, colorScheme: 'light' });
});
afterEach(() => page.context().close());

describe('a session', () => {
  it('does not begin with a wrong password', async () => {
    await page.getByLabel('E-mail').fill(pebble.admin.email);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await button('Sign in').click();
    await page.getByText('E-mail or password is wrong').waitFor();
    expect(await stored()).toBe('{}');
  });

  it('outlives a reload, and keeps the access token out of storage', async () => {
    const access = page
      .waitForResponse('**/api/v1/token/')
      .then(async (reply) => ((await reply.json()) as { access: string }).access);
    await signIn(page, pebble);
    expect(await stored()).not.toContain(await access);
    await page.reload();
    await page.locator('[data-status=live]').waitFor();
  });

  it('ends with sign-out', async () => {
    await signIn(page, pebble);
    await button('Sign out').click();
    await button('Sign in').waitFor();
    expect(await stored()).toBe('{}');
    await page.reload();
    await button('Sign in').waitFor();
    expect(await page.getByText('Your session has ended').count()).toBe(0);
  });

  it('comes back to the address that one came for', async () => {
    const board = (await pebble.boards()).at(-1)?.key ?? '';
    await page.goto(`${pebble.url}/#/boards/${board}`);
    await signIn(page, pebble);
    await page.locator(`[data-board="${board}"]`).waitFor();
  });
});

describe('the theme', () => {
  it('stands before the first paint when it was chosen by hand', async () => {
    await button(/^Theme/).click();
    await button(/^Theme: light/).click();
    await button(/^Theme: dark/).waitFor();
    await page.addInitScript(() => {
      new PerformanceObserver((list, observer) => {
        observer.disconnect();
        const paint = list.getEntries()[0]?.name ?? '';
        document.documentElement.dataset['atPaint'] =
          `${paint} ${getComputedStyle(document.documentElement).colorScheme}`;
      }).observe({ type: 'paint', buffered: true });
    });
    await page.reload();
    const root = page.locator('html');
    await expect.poll(() => root.getAttribute('data-at-paint')).toMatch(/paint dark$/);
  });
});
