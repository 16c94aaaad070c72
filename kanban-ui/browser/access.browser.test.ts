import type { Card } from '@pebble/contract/cards';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOSTILE_HTML } from '../testing/hostile-html.ts';
import {
  axeFindings,
  cardOn,
  launchBrowser,
  linkOf,
  openPage,
  PHONE,
  showBoard,
  signIn,
  WIDE,
} from './support/browser.ts';
import { startPebble, type Pebble } from './support/pebble.ts';

let pebble: Pebble;
let browser: Browser;
let page: Page;
let card: Card;

beforeAll(async () => {
  pebble = await startPebble();
  browser = await launchBrowser();
  card = await pebble.newCard(HOSTILE_HTML);
});
afterAll(async () => {
  await browser.close();
  await pebble.stop();
});

describe.each([
  ['light, wide', { ...WIDE, colorScheme: 'light' }],
  ['dark, wide', { ...WIDE, colorScheme: 'dark' }],
  ['light, phone', { ...PHONE, colorScheme: 'light' }],
  ['dark, phone', { ...PHONE, colorScheme: 'dark' }],
] as const)('axe finds nothing: %s', (_, options) => {
  beforeEach(async () => {
    page = await openPage(browser, pebble, options);
  });
  afterEach(() => page.context().close());

  it('on the way from the sign-in page to an open card', async () => {
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Enter your password.').waitFor();
    expect(await axeFindings(page), 'sign-in').toEqual([]);

    await signIn(page, pebble);
    await showBoard(page, card.board);
    await linkOf(page, card.id).waitFor();
    expect(await axeFindings(page), 'board').toEqual([]);

    await cardOn(page, card.id).getByRole('button', { name: /^Move/ }).click();
    await page.getByRole('menu').waitFor();
    expect(await axeFindings(page), 'menu').toEqual([]);
    await page.keyboard.press('Escape');

    await linkOf(page, card.id).click();
    await page.locator('.mail-frame iframe').first().waitFor();
    expect(await axeFindings(page), 'card').toEqual([]);
  });
});

describe('on a phone', () => {
  beforeEach(async () => {
    page = await openPage(browser, pebble, PHONE);
    await signIn(page, pebble);
    await showBoard(page, card.board);
    await linkOf(page, card.id).waitFor();
  });
  afterEach(() => page.context().close());

  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const smallTargets = () =>
    page.locator('a:visible, button:visible, select:visible, input:visible').evaluateAll((targets) =>
      targets
        .filter((target) => !target.matches('.skip-link, [data-card-link]'))
        .map((target) => ({ box: target.getBoundingClientRect(), name: target.outerHTML.slice(0, 80) }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ name }) => name),
    );

  it('the page never scrolls sideways and every target is large enough', async () => {
    expect(await overflow()).toBe(0);
    expect(await smallTargets()).toEqual([]);
    await linkOf(page, card.id).tap();
    await page.getByRole('dialog', { name: card.title }).waitFor();
    expect(await overflow()).toBe(0);
    expect(await smallTargets()).toEqual([]);
  });

  it('a tap on its name brings a column into view', async () => {
    const columns = page.getByRole('navigation', { name: 'Columns' }).getByRole('button');
    await columns.last().tap();
    await expect.poll(() => columns.last().getAttribute('aria-current')).toBe('true');
  });

  it('the card is a dialog that holds the focus', async () => {
    await linkOf(page, card.id).tap();
    await page.getByRole('dialog', { name: card.title }).waitFor();
    expect(await page.locator('main').getAttribute('inert')).not.toBeNull();
    await page.getByRole('button', { name: 'Close the card' }).tap();
    await expect
      .poll(() => linkOf(page, card.id).evaluate((link) => link === document.activeElement))
      .toBe(true);
  });
});
