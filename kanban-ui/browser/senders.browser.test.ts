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
import { showOperations } from './support/dead-letters.ts';
import { newWord, offerMail } from './support/mails.ts';
import { FAKE, startPebble, type Pebble } from './support/pebble.ts';

let pebble: Pebble;
let browser: Browser;
let page: Page;
/** On no list, and no other test has it. */
let domain: string;

const VIEWS = ['', '?list=authorised', '?list=global', '?list=refused', '?list=loops', '?list=rules'];

const button = (name: string) => page.getByRole('button', { name, exact: true });
const entry = (pattern: string) => page.locator(`[data-entry="${pattern}"]`);
const block = async (typed: string, reason: string) => {
  await showOperations(page, 'senders');
  await button('Block a sender…').click();
  await page.getByRole('textbox', { name: 'Address or domain' }).fill(typed);
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await page.keyboard.press('Enter');
};
const offer = (from: string) => offerMail(pebble, { from, subject: 'Price for 40 valves' });

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
beforeEach(() => {
  domain = `${newWord()}.example`;
});

describe.skipIf(FAKE)('senders', () => {
  it('are blocked from the keyboard, whole domains at once, and taken again', async () => {
    await showOperations(page, 'senders');
    await button('Block a sender…').focus();
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Address or domain' });
    await expect.poll(() => hasFocus(field)).toBe(true);
    await page.keyboard.type(`*@${domain}`);
    await page.getByText(`This means every address at ${domain} and at its subdomains.`).waitFor();
    await page.keyboard.press('Enter');
    await entry(domain).waitFor();
    await expect.poll(() => hasFocus(button('Block a sender…'))).toBe(true);
    await expect(offer(`deals@mail.${domain}`)).rejects.toThrow(/sender_blacklisted/);

    await button(`Remove ${domain}`).click();
    await button('Remove').click();
    await entry(domain).waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(page.getByRole('region', { name: 'Blocked', exact: true }))).toBe(true);
    await offer(`deals@mail.${domain}`);
  });

  it('are understood in the letters of their own language', async () => {
    const word = newWord();
    await block(`Müller <info@${word}-müller.example>`, 'made by a test');
    const row = page.locator('[data-entry^="info@xn--"]').filter({ hasText: word });
    await row.waitFor();
    await expect(offer(`info@${word}-müller.example`)).rejects.toThrow(/sender_blacklisted/);
  });

  it('are refused with a word of help where they are none', async () => {
    await block('spam', '');
    await page.getByText(/^Enter an address such as spam@example\.com/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

describe.skipIf(FAKE)('what the lists make of mail', () => {
  it('are checked: which entry decides, and what it outweighs', async () => {
    await block(domain, 'advertising');
    await entry(domain).waitFor();
    await page.getByRole('link', { name: 'Authorised', exact: true }).click();
    await button('Authorise a sender…').click();
    await page.getByRole('textbox', { name: 'Address or domain' }).fill(`boss@${domain}`);
    await page.keyboard.press('Enter');
    await entry(`boss@${domain}`).waitFor();

    const check = page.getByRole('region', { name: 'Check a sender' });
    await check.getByRole('textbox', { name: 'E-mail address' }).fill(`Boss <boss@${domain}>`);
    await page.keyboard.press('Enter');
    await check.getByText(`This entry decides: boss@${domain} (Authorised)`).waitFor();
    await check.getByText(`Fits as well, but is outweighed: ${domain} (Blocked)`).waitFor();
    await check.getByRole('textbox', { name: 'E-mail address' }).fill(`other@${domain}`);
    await button('Check').click();
    await check.getByText(/^Refused at the door: your blacklist holds/).waitFor();
  });

  it('are pasted, and each line that is none is named', async () => {
    await showOperations(page, 'senders');
    await button('Paste several…').click();
    await page.getByRole('textbox', { name: 'Senders' }).fill(`a@${domain}\n\nb@${domain} # both\nnonsense`);
    await button('Add them').click();
    await page.getByText('2 added, 0 on the list before, 1 not understood.').waitFor();
    expect(await page.getByRole('list', { name: 'Not understood' }).textContent()).toMatch(
      /^Line 4 nonsense/,
    );
    await button('Done').click();
    await entry(`b@${domain}`).waitFor();
  });

  it('that wrote in vain are listed, and lead to the entry that refused them', async () => {
    await block(domain, 'advertising');
    await entry(domain).waitFor();
    await showOperations(page, `senders?list=refused&text=${domain}`);
    await page.getByText('No refused sender fits').waitFor();
    await expect(offer(`deals@${domain}`)).rejects.toThrow(/sender_blacklisted/);
    await page
      .getByRole('row')
      .filter({ hasText: `deals@${domain}` })
      .waitFor();
    await page.getByRole('link', { name: domain, exact: true }).click();
    await entry(domain).waitFor();
  });

  it('that are blocked for everybody are to be read only', async () => {
    await showOperations(page, 'senders?list=global');
    await page.getByText(/whoever runs the installation keeps it/).waitFor();
    expect(await page.getByRole('button', { name: /^(Block|Paste|Remove)/ }).count()).toBe(0);
  });

  it('whose mail is no noise here: a rule is changed, and back', async () => {
    await showOperations(page, 'senders?list=rules');
    const rule = page.getByRole('combobox', { name: 'Mailing list' });
    await rule.selectOption('Treat it like any other mail');
    await expect.poll(() => page.getByTestId('announcer').textContent()).toBe('Saved: Mailing list');
    await page.reload();
    await expect.poll(() => rule.inputValue()).toBe('open_card');
    await rule.selectOption('Ignore it');
    await expect.poll(() => page.getByTestId('announcer').textContent()).toBe('Saved: Mailing list');
  });
});

describe.skipIf(FAKE)('the screens of senders', () => {
  it.each(LOOKS)('have nothing that axe would find: %s', async (_, look) => {
    await block(domain, 'advertising');
    await entry(domain).waitFor();
    await expect(offer(`deals@${domain}`)).rejects.toThrow(/sender_blacklisted/);
    const fresh = await openPage(browser, pebble, look);
    await signIn(fresh, pebble);
    for (const view of VIEWS) {
      await showOperations(fresh, `senders${view}`);
      await fresh.locator('.sender-list').waitFor();
      await fresh.locator('.sender-list [aria-busy=true]').first().waitFor({ state: 'detached' });
      expect(await axeFindings(fresh), view).toEqual([]);
    }
    await showOperations(fresh, `senders?check=deals@${domain}`);
    await fresh.getByText(/^Refused at the door/).waitFor();
    expect(await axeFindings(fresh), 'check').toEqual([]);
    await fresh.getByRole('button', { name: 'Block a sender…' }).click();
    await fresh.getByRole('textbox', { name: 'Address or domain' }).fill('gmail.com');
    await fresh.getByText(/You would lose all of them/).waitFor();
    expect(await axeFindings(fresh), 'dialog').toEqual([]);
    await fresh.context().close();
  });

  it('fit a phone', async () => {
    const phone = await openPage(browser, pebble, PHONE);
    await signIn(phone, pebble);
    for (const view of VIEWS) {
      await showOperations(phone, `senders${view}`);
      await phone.locator('.sender-list').waitFor();
      await phone.locator('.sender-list [aria-busy=true]').first().waitFor({ state: 'detached' });
      expect(await phoneFindings(phone), view).toEqual([]);
      // A strip that scrolls can be squeezed flat, and none of the above would notice.
      const tabs = await phone.getByRole('navigation', { name: 'Lists' }).boundingBox();
      expect(tabs?.height, view).toBeGreaterThan(30);
    }
    await phone.context().close();
  });
});
