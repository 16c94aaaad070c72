import type { ReceivedMail } from '@pebble/contract/mails';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  axeFindings,
  hasFocus,
  launchBrowser,
  LOOKS,
  openPage,
  PHONE,
  phoneFindings,
  signIn,
  WIDE,
} from './support/browser.ts';
import { newDeadLetter, showOperations } from './support/dead-letters.ts';
import { mailsFrom, newIgnoredMail, newWord, offerMail } from './support/mails.ts';
import { FAKE, startPebble, type Pebble } from './support/pebble.ts';

let pebble: Pebble;
let browser: Browser;
let page: Page;
let mail: ReceivedMail;

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const linkTo = ({ tracking_id: id }: ReceivedMail) => page.locator(`[data-opens="${id}"]`);
const drawer = ({ subject }: ReceivedMail) => page.getByRole('complementary', { name: subject });
const openMail = async (one: ReceivedMail) => {
  await showOperations(page, `mails/${one.tracking_id}`);
  await drawer(one).waitFor();
};

beforeAll(async () => {
  pebble = await startPebble();
  browser = await launchBrowser();
  page = await openPage(browser, pebble, WIDE);
  await signIn(page, pebble);
});
afterAll(async () => {
  await browser.close();
  await pebble.stop();
});
beforeEach(async () => {
  mail = await newIgnoredMail(pebble);
});

describe.skipIf(FAKE)('received mail', () => {
  it('appears as it comes, with what became of it, and is found by its words', async () => {
    await showOperations(page, 'mails?state=ignored');
    await linkTo(mail).waitFor();
    const next = await newIgnoredMail(pebble);
    await linkTo(next).waitFor();
    const row = page.locator(`[data-mail="${next.tracking_id}"]`);
    expect(await row.textContent()).toMatch(/IgnoredBulk mail/);
    await page.getByRole('searchbox').fill(next.subject);
    await linkTo(mail).waitFor({ state: 'detached' });
    expect(await page.locator('[data-mail]').count()).toBe(1);
    await page.getByRole('searchbox').fill(newWord());
    await page.getByRole('heading', { name: 'No mail fits' }).waitFor();
  });

  it('is narrowed by outcome and reason, and counted', async () => {
    await showOperations(page, 'mails');
    await page.getByRole('link', { name: /^Ignored [\d,]+$/ }).click();
    await page.getByRole('link', { name: /^Bulk mail [\d,]+$/ }).click();
    await linkTo(mail).waitFor();
    expect(await page.evaluate(() => window.location.hash)).toBe('#/operations/mails?noise_kind=bulk');
  });

  it('is opened and closed from the keyboard, and the focus comes back', async () => {
    await showOperations(page, 'mails?state=ignored');
    await linkTo(mail).focus();
    await page.keyboard.press('Enter');
    await drawer(mail).waitFor();
    await expect.poll(() => hasFocus(drawer(mail))).toBe(true);
    await drawer(mail).getByText('Sent to many: Precedence bulk or junk.').waitFor();
    await page.keyboard.press('Escape');
    await drawer(mail).waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(linkTo(mail))).toBe(true);
  });
});

describe.skipIf(FAKE)('a received mail', () => {
  it('that was ignored becomes a card when a person says so', async () => {
    await openMail(mail);
    await button('Make a card of it').click();
    await drawer(mail).getByText('It is on a card.').waitFor();
    await expect.poll(() => hasFocus(drawer(mail))).toBe(true);
    const [now] = await mailsFrom(pebble, mail.from_address);
    expect(now).toMatchObject({ state: 'done', opened: true });
    await drawer(mail)
      .getByRole('link', { name: new RegExp(mail.subject) })
      .click();
    await page.locator(`[data-card="${now?.card_id}"]`).waitFor();
  });

  it('names its sender, who is blocked from here and writes no more', async () => {
    await openMail(mail);
    await button('Block this sender…').click();
    const first = page.getByRole('radio', { name: `Only ${mail.from_address}` });
    await expect.poll(() => hasFocus(first)).toBe(true);
    await page.getByRole('textbox', { name: 'Reason' }).fill('made by a test');
    await page.keyboard.press('Enter');
    await page.getByText(`${mail.from_address} is blocked`).waitFor();
    await drawer(mail)
      .getByText(/^Refused at the door/)
      .waitFor();
    const again = offerMail(pebble, { from: mail.from_address, subject: 'again' });
    await expect(again).rejects.toThrow(/sender_blacklisted/);
    await drawer(mail)
      .getByRole('link', { name: `The entry ${mail.from_address}` })
      .click();
    await page.locator(`[data-entry="${mail.from_address}"]`).getByText('made by a test').waitFor();
  });

  it('that cannot be read leads to its dead letter', async () => {
    const dead = await newDeadLetter(pebble);
    const [received] = await mailsFrom(pebble, dead.from);
    await openMail(received!);
    await drawer(received!)
      .getByText(/cannot be taken apart/)
      .waitFor();
    await drawer(received!).getByRole('link', { name: 'Open the dead letter' }).click();
    await page
      .getByRole('complementary', { name: received!.subject })
      .getByRole('button', { name: 'Try it out' })
      .waitFor();
  });
});

describe.skipIf(FAKE)('the screens of received mail', () => {
  it.each(LOOKS)('has nothing that axe would find: %s', async (_, look) => {
    const fresh = await openPage(browser, pebble, look);
    await signIn(fresh, pebble);
    await showOperations(fresh, 'mails?state=ignored');
    await fresh.locator(`[data-opens="${mail.tracking_id}"]`).waitFor();
    expect(await axeFindings(fresh), 'list').toEqual([]);
    await fresh.locator(`[data-opens="${mail.tracking_id}"]`).click();
    await fresh.getByRole('button', { name: 'Block this sender…' }).waitFor();
    expect(await axeFindings(fresh), 'mail').toEqual([]);
    await fresh.getByRole('button', { name: 'Block this sender…' }).click();
    await fresh.getByRole('dialog', { name: 'Block a sender' }).waitFor();
    expect(await axeFindings(fresh), 'dialog').toEqual([]);
    await fresh.context().close();
  });

  it('fits a phone, where a mail is a dialog that gives the focus back', async () => {
    const phone = await openPage(browser, pebble, PHONE);
    await signIn(phone, pebble);
    await showOperations(phone, 'mails?state=ignored');
    const link = phone.locator(`[data-opens="${mail.tracking_id}"]`);
    await link.waitFor();
    expect(await phoneFindings(phone), 'list').toEqual([]);
    await link.tap();
    await phone.getByRole('dialog', { name: mail.subject }).waitFor();
    expect(await phoneFindings(phone), 'mail').toEqual([]);
    await phone.getByRole('button', { name: 'Close the mail' }).tap();
    await expect.poll(() => hasFocus(link)).toBe(true);
    await phone.context().close();
  });
});
