import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  hasFocus,
  launchBrowser,
  openPage,
  PHONE,
  phoneFindings,
  signIn,
  WIDE,
} from './support/browser.ts';
import { showOperations } from './support/dead-letters.ts';
import { FAKE, startPebble, type Pebble } from './support/pebble.ts';

// What the fake server has in its connections, mailboxes and receipts stands in testing/.
const fake = describe.skipIf(!FAKE);

let pebble: Pebble;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [pebble, browser] = await Promise.all([startPebble(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await pebble.stop();
});
afterEach(() => page.context().close());

const open = async (address: string, look: Parameters<typeof openPage>[2] = WIDE) => {
  page = await openPage(browser, pebble, look);
  await signIn(page, pebble);
  await showOperations(page, address);
};
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const button = (name: string) => page.getByRole('button', { name, exact: true });
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

fake('a connection by keyboard alone', () => {
  it('leads to the first field that is wrong, and back to its button', async () => {
    await open('connections');
    await button('New connection…').focus();
    await press('Enter');
    await page.getByRole('dialog').waitFor();
    const name = page.getByLabel('Name', { exact: true });
    await name.focus();
    await press('Enter');
    const tenant = page.getByLabel('Tenant');
    await expect.poll(() => hasFocus(tenant)).toBe(true);
    expect(await tenant.getAttribute('aria-invalid')).toBe('true');
    expect(await axeFindings(page)).toEqual([]);
    await press('Escape');
    await expect.poll(() => hasFocus(button('New connection…'))).toBe(true);
  });

  it('keeps a secret out of sight and out of what the browser saves', async () => {
    await open('connections');
    await button('Edit…').first().click();
    const secret = page.getByLabel('Client secret');
    expect(await secret.inputValue()).toBe('');
    expect(await secret.getAttribute('type')).toBe('password');
    expect(await secret.getAttribute('autocomplete')).toBe('new-password');
  });
});

fake('a dialog of a connection on a phone', () => {
  it('fits, and can be scrolled to its end', async () => {
    await open('connections', PHONE);
    await button('New connection…').click();
    const act = button('Connect');
    await act.scrollIntoViewIfNeeded();
    const box = await act.boundingBox();
    expect((box?.y ?? 9999) + (box?.height ?? 0)).toBeLessThanOrEqual(PHONE.viewport.height);
    expect(await phoneFindings(page)).toEqual([]);
  });
});

fake('a mailbox', () => {
  it('is tested, and paused and read again, with the words beside the buttons', async () => {
    await open(`connections/feeds/${id(611)}`);
    await button('Test: Sales').click();
    await page.getByText('The folder does not exist.').waitFor();
    await button('Pause').click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await button('Go on').click();
    await page.getByText('Reading', { exact: true }).waitFor();
  });

  it('shows what older mail would do before any is taken in', async () => {
    await open(`connections/feeds/${id(611)}`);
    await button('Preview').click();
    const table = page.getByRole('table', { name: 'Backfills' });
    await table.getByText('Done', { exact: true }).nth(1).waitFor();
    await button('Take in…').first().click();
    await page.getByText(/About 300 mails go through the flow/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
});

fake('the proof by keyboard alone', () => {
  it('leads from the hour to the receipt and back', async () => {
    await open('receipts');
    const hour = page.getByRole('link', { name: /missing mail$/ });
    await hour.focus();
    await press('Enter');
    await page.getByText('Missing mails').first().waitFor();
    await page.getByRole('link', { name: 'All receipts' }).focus();
    await press('Enter');
    await hour.waitFor();
  });

  it('has hours that are scrolled sideways on a phone, and not the page', async () => {
    await open('receipts', PHONE);
    const hours = page.getByRole('region', { name: /^Hours of/ });
    await hours.waitFor();
    const wider = await hours.evaluate((one) => one.scrollWidth > one.clientWidth);
    expect(wider).toBe(true);
    expect(await phoneFindings(page)).toEqual([]);
  });
});
