import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  axeFindings,
  launchBrowser,
  LOOKS,
  openPage,
  PHONE,
  phoneFindings,
  signIn,
} from './support/browser.ts';
import { newDeadLetter, showOperations, type Dead } from './support/dead-letters.ts';
import { startPebble, type Pebble } from './support/pebble.ts';

let pebble: Pebble;
let browser: Browser;
let page: Page;
let letter: Dead;

beforeAll(async () => {
  pebble = await startPebble();
  browser = await launchBrowser();
  letter = await newDeadLetter(pebble);
});
afterAll(async () => {
  await browser.close();
  await pebble.stop();
});
afterEach(() => page.context().close());

const start = async (options: Parameters<typeof openPage>[2]) => {
  page = await openPage(browser, pebble, options);
  await signIn(page, pebble);
};
const showLetter = async () => {
  await showOperations(page, `dead-letters/${letter.id}?view=list`);
  await page.getByRole('heading', { name: new RegExp(letter.word) }).waitFor();
};

describe.each(LOOKS)('axe finds nothing in operations: %s', (_, options) => {
  beforeEach(() => start(options));

  it('from the dashboard to the editor of a dead letter', async () => {
    await showOperations(page, '');
    await page.getByRole('region', { name: 'What became of the mail' }).waitFor();
    expect(await axeFindings(page), 'dashboard').toEqual([]);

    await showOperations(page, 'dead-letters');
    await page.getByRole('article').first().waitFor();
    expect(await axeFindings(page), 'causes').toEqual([]);

    await page
      .getByRole('button', { name: /^Redrive (all|it)/ })
      .first()
      .click();
    await page.getByRole('dialog').waitFor();
    expect(await axeFindings(page), 'dialog').toEqual([]);
    await page.keyboard.press('Escape');

    await showOperations(page, 'dead-letters?view=list');
    await page.locator(`[data-letter="${letter.id}"]`).getByRole('checkbox').check();
    expect(await axeFindings(page), 'list').toEqual([]);

    await showLetter();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByText('It would fail again.').waitFor();
    await page.getByRole('button', { name: 'Edit the mail' }).click();
    await page
      .getByRole('textbox', { name: 'Text of the mail' })
      .fill(letter.mended.replaceAll('\r\n', '\n'));
    await page.getByText(/lines added/).waitFor();
    expect(await axeFindings(page), 'letter').toEqual([]);
  });
});

describe('operations on a phone', () => {
  beforeEach(() => start(PHONE));

  it('never scroll sideways, and every target is large enough', async () => {
    await page.getByRole('link', { name: 'Operations' }).tap();
    await page.getByRole('list', { name: 'Figures' }).waitFor();
    expect(await phoneFindings(page)).toEqual([]);

    await showOperations(page, 'dead-letters?view=list');
    await page.locator(`[data-letter="${letter.id}"]`).waitFor();
    expect(await phoneFindings(page)).toEqual([]);

    await showLetter();
    expect(await phoneFindings(page)).toEqual([]);
  });

  it('show a letter as a dialog that holds the focus', async () => {
    await showOperations(page, 'dead-letters?view=list');
    await page.getByRole('link', { name: letter.from, exact: true }).tap();
    await page.getByRole('dialog', { name: new RegExp(letter.word) }).waitFor();
    expect(await page.locator('main').getAttribute('inert')).not.toBeNull();
    await page.getByRole('button', { name: 'Close the dead letter' }).tap();
    const link = page.getByRole('link', { name: letter.from, exact: true });
    await expect.poll(() => link.evaluate((one) => one === document.activeElement)).toBe(true);
  });
});
