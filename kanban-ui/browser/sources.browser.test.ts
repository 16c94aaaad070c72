import { createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  axeFindings,
  hasFocus,
  launchBrowser,
  LOOKS,
  openPage,
  phoneFindings,
  signIn,
  WIDE,
} from './support/browser.ts';
import { showOperations } from './support/dead-letters.ts';
import { FAKE, startPebble, type Pebble } from './support/pebble.ts';

// The fake API has no sources.
const real = describe.skipIf(FAKE);

let pebble: Pebble;
let browser: Browser;
let page: Page;

/** A name that no other source has. */
const newName = () => `Source ${crypto.randomUUID().slice(0, 8)}`;
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const drawer = (name: string) => page.locator('section.drawer', { has: page.getByRole('heading', { name }) });

/** Makes a webhook and returns what its other side is given. */
async function newWebhook(name: string): Promise<{ secret: string; address: string }> {
  await showOperations(page, 'sources');
  await button('New webhook…').click();
  await field('Name').fill(name);
  await button('Create').click();
  const dialog = page.getByRole('dialog', { name: 'The secret, shown this once' });
  const secret = await dialog.getByRole('textbox', { name: 'Secret' }).inputValue();
  const address = await dialog.getByRole('textbox', { name: 'Address to post to' }).inputValue();
  await button('Copy: Secret').click();
  await button('I have kept it').click();
  // Where the browser gives no clipboard away, it is asked once more.
  if (await dialog.isVisible()) await button('I have kept it').click();
  await drawer(name).waitFor();
  return { secret, address };
}

/** Posts as the other side does. */
async function deliver(
  { secret, address }: { secret: string; address: string },
  mail: object,
): Promise<number> {
  const id = `msg_${crypto.randomUUID()}`;
  const time = String(Math.floor(Date.now() / 1000));
  const body = JSON.stringify(mail);
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': time,
    'webhook-signature': `v1,${signature}`,
  };
  return (await fetch(address, { method: 'POST', headers, body })).status;
}

async function newAccount(name: string): Promise<void> {
  await showOperations(page, 'sources?view=accounts');
  await button('New mail account…').click();
  await field('Name').fill(name);
  await field('Server').fill('127.0.0.1');
  await field('User').fill('sales@example.com');
  await page.getByLabel('Password', { exact: true }).fill('a password');
  await page.getByLabel('Mailbox', { exact: true }).selectOption('sales@gulf.meridian.example');
  await button('Create').click();
  await drawer(name).waitFor();
}

beforeAll(async () => {
  pebble = await startPebble();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await pebble.stop();
});
afterEach(() => page?.context().close());

real('sources', () => {
  beforeEach(async () => {
    page = await openPage(browser, pebble, WIDE);
    await signIn(page, pebble);
  });

  it('let another system post mail, and show what came and what was refused', async () => {
    const name = newName();
    const side = await newWebhook(name);
    const mail = { subject: `RFQ of ${name}`, from: 'ada@buyer.example', body: 'Please quote.' };
    expect(await deliver(side, mail)).toBe(202);
    expect(await deliver(side, { subject: `No sender in ${name}`, body: 'x' })).toBe(422);
    await drawer(name).getByText('2 received, 1 taken in, 1 refused').waitFor();
    await drawer(name).getByText('Refused', { exact: true }).waitFor();

    await button('Switch off').click();
    await button('Switch on').waitFor();
    expect(await deliver(side, { ...mail, subject: 'Later' })).toBe(403);

    await button('New secret…').click();
    await page.getByLabel('The secrets of now stay good for').selectOption('no longer');
    await button('Make a new secret').click();
    const secret = await page.getByRole('textbox', { name: 'Secret' }).inputValue();
    await button('I have kept it').click();
    await page.getByText(/^You have not copied it/).waitFor();
    await button('I have kept it').click();
    await button('Switch on').click();
    await button('Switch off').waitFor();
    expect(await deliver(side, { ...mail, subject: 'Old secret' })).toBe(401);
    expect(await deliver({ ...side, secret }, { ...mail, subject: 'New secret' })).toBe(202);

    await button('Delete…').click();
    await button('Delete the webhook').click();
    await drawer(name).waitFor({ state: 'detached' });
    expect(await deliver({ ...side, secret }, mail)).toBe(401);
  });

  it('are tried out before anything is posted', async () => {
    const name = newName();
    await newWebhook(name);
    await button('Try it').click();
    await drawer(name).getByText('Would make a card').waitFor();
  });

  it('read mail accounts, and say in plain words why one cannot be read', async () => {
    const name = newName();
    await newAccount(name);
    await button('Test the connection').click();
    await drawer(name).getByText('It does not work.').waitFor();
    await button('Edit…').click();
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
    await field('Server').fill('127.0.0.2');
    await button('Save').click();
    await page.getByText(/it is needed again when server/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await button('Delete…').click();
    await button('Delete the account').click();
    await drawer(name).waitFor({ state: 'detached' });
  });

  it('are opened and closed from the keyboard, and the focus comes back', async () => {
    const name = newName();
    await newWebhook(name);
    await page.keyboard.press('Escape');
    const link = page.getByRole('link', { name });
    await expect.poll(() => hasFocus(link)).toBe(true);
    await page.keyboard.press('Enter');
    await drawer(name).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => hasFocus(link)).toBe(true);
  });
});

real.each(LOOKS)('axe finds nothing in sources: %s', (look, options) => {
  it('from the lists to the forms', async () => {
    page = await openPage(browser, pebble, options);
    await signIn(page, pebble);
    const inOrder = async (where: string): Promise<void> => {
      expect(await axeFindings(page), where).toEqual([]);
      if (look.endsWith('phone')) expect(await phoneFindings(page), where).toEqual([]);
    };
    const name = newName();
    await newWebhook(name);
    await page.getByText('How a delivery is signed').click();
    await inOrder('webhook');
    await button('Edit…').click();
    await page.getByLabel('What is posted').selectOption({ index: 1 });
    await page.getByText('More parts').click();
    await button('Save').click();
    await page
      .getByText(/^Enter a place such as/)
      .first()
      .waitFor();
    await inOrder('form of a webhook');
    await page.keyboard.press('Escape');
    await button('New secret…').click();
    await button('Make a new secret').click();
    await page.getByRole('dialog', { name: 'The secret, shown this once' }).waitFor();
    await inOrder('secret');
    await button('Close').click();
    await button('Close').click();
    await button('Close the source').click();
    await page.getByRole('table', { name: 'Webhook sources' }).waitFor();
    await inOrder('webhooks');
    await newAccount(newName());
    await button('Test the connection').click();
    await page.getByText('It does not work.').waitFor();
    await inOrder('account');
    await button('Edit…').click();
    await inOrder('form of an account');
    await page.keyboard.press('Escape');
    await button('Close the account').click();
    await page.getByRole('table', { name: 'Mail accounts' }).waitFor();
    await inOrder('accounts');
    await showOperations(page, 'sources?view=mailboxes');
    await page.getByRole('table', { name: 'Mailboxes' }).waitFor();
    await inOrder('mailboxes');
  });
});
