import { AxeBuilder } from '@axe-core/playwright';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import type { Pebble } from './pebble.ts';

/** For each single wait. Far more than a slow machine takes: it only ends what hangs. */
const LIMIT_MS = 90_000;

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const WIDE = { viewport: { width: 1440, height: 900 } } satisfies BrowserContextOptions;
export const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
} satisfies BrowserContextOptions;

/** Starts Chromium from CHROMIUM_PATH or from where distributions put it. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = [process.env['CHROMIUM_PATH'], ...PLACES].find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('No Chromium found: install one, or set CHROMIUM_PATH.');
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const args = ['--no-sandbox', '--disable-gpu', ...quiet];
  return chromium.launch({ executablePath, args, timeout: LIMIT_MS });
}

export async function openPage(
  browser: Browser,
  pebble: Pebble,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT_MS);
  await page.goto(pebble.url);
  return page;
}

/** Signs in as the admin and waits until the board is live. */
export async function signIn(page: Page, { admin }: Pebble): Promise<void> {
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password', { exact: true }).fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('[data-status=live]').waitFor();
}

export async function showBoard(page: Page, key: string): Promise<void> {
  await page.evaluate((hash) => (window.location.hash = hash), `#/boards/${key}`);
  await page.locator(`[data-board="${key}"]`).waitFor();
}

export function cardOn(page: Page, cardId: string): Locator {
  return page.locator(`[data-card="${cardId}"]`);
}

export function linkOf(page: Page, cardId: string): Locator {
  return cardOn(page, cardId).getByRole('link');
}

/** Key of the column in which a card is shown. */
export function columnOf(page: Page, cardId: string): Promise<string | null> {
  return page
    .locator('[data-column]')
    .filter({ has: cardOn(page, cardId) })
    .getAttribute('data-column');
}

/** What axe finds wrong, as short lines. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Legacy mode stays in the page: the other one opens a tab, which contexts of phones refuse.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

/** Links whose target is the whole card around them, or a word in a sentence. */
const COVERED = '.skip-link, .text-link, .figure a, [data-opens]';

/** What does not fit a phone: what makes the page scroll sideways, and targets that are too small for a finger. */
export async function phoneFindings(page: Page): Promise<string[]> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const targets = page.locator('a:visible, button:visible, select:visible, input:visible, summary:visible');
  const small = await targets.evaluateAll(
    (all, covered) =>
      all
        .filter((target) => !target.matches(covered))
        .map((target) => ({ box: target.getBoundingClientRect(), name: target.outerHTML.slice(0, 80) }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ name }) => `too small: ${name}`),
    COVERED,
  );
  return overflow === 0 ? small : [`${overflow} px too wide`, ...small];
}

/** The four looks in which every screen must do. */
export const LOOKS = [
  ['light, wide', { ...WIDE, colorScheme: 'light' }],
  ['dark, wide', { ...WIDE, colorScheme: 'dark' }],
  ['light, phone', { ...PHONE, colorScheme: 'light' }],
  ['dark, phone', { ...PHONE, colorScheme: 'dark' }],
] as const satisfies [string, BrowserContextOptions][];

/** Whether an element has the focus. */
export function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((one) => one === document.activeElement);
}
