import { call } from '@pebble/contract/client';
import { listCards } from '@pebble/contract/cards';
import { editSyncErrorPayload } from '@pebble/contract/dead-letters';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, signIn, WIDE } from './support/browser.ts';
import { letterNow, newDeadLetter, showOperations, type Dead } from './support/dead-letters.ts';
import { startPebble, type Pebble } from './support/pebble.ts';

let pebble: Pebble;
let browser: Browser;
let page: Page;
let letter: Dead;

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const row = ({ id }: Dead) => page.locator(`[data-letter="${id}"]`);
const linkTo = ({ from }: Dead) => page.getByRole('link', { name: from, exact: true });
const drawer = () => page.getByRole('complementary', { name: new RegExp(letter.word) });
const announced = () => page.getByTestId('announcer').textContent();
const openLetter = async () => {
  await showOperations(page, `dead-letters/${letter.id}?view=list`);
  await drawer().waitFor();
};
const openEditor = async () => {
  await button('Edit the mail').click();
  return page.getByRole('textbox', { name: 'Text of the mail' });
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
  letter = await newDeadLetter(pebble);
});

describe('dead letters', () => {
  it('appear and are counted as mails die', async () => {
    await showOperations(page, 'dead-letters?view=list');
    await row(letter).waitFor();
    const next = await newDeadLetter(pebble);
    await row(next).waitFor();
    await expect.poll(() => row(next).getByText('Open', { exact: true }).count()).toBe(1);
    await page.getByRole('link', { name: /^Dead letters\s.*open dead letter/ }).waitFor();
  });

  it('are understood without a traceback', async () => {
    await showOperations(page, 'dead-letters');
    const cause = page.getByRole('article').filter({ hasText: 'more than 1000 attachments' });
    await cause.getByRole('heading', { name: /The mail cannot be read/ }).waitFor();
    await cause.getByText(/Open the mail, mend/).waitFor();
    await cause.getByRole('link', { name: 'Look at them' }).click();
    await row(letter).waitFor();
  });

  it('are opened and closed from the keyboard, and the focus comes back', async () => {
    await showOperations(page, 'dead-letters?view=list');
    await linkTo(letter).focus();
    await page.keyboard.press('Enter');
    await drawer().waitFor();
    await expect.poll(() => drawer().evaluate((panel) => panel === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    await expect.poll(() => linkTo(letter).evaluate((link) => link === document.activeElement)).toBe(true);
  });

  it('are discarded with a reason, which stays', async () => {
    await openLetter();
    await button('Discard…').click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('made by a test');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => button('Discard…').evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Reason' }).fill('made by a test');
    await button('Discard 1 mail').click();
    await drawer().getByText('Reason: made by a test').waitFor();
    expect(await letterNow(pebble, letter)).toMatchObject({
      status: 'discarded',
      settled_reason: 'made by a test',
    });
  });
});

describe('a letter that is mended', () => {
  it('is tried out, edited, redriven, and becomes the one card of its mail', async () => {
    await openLetter();
    await button('Try it out').click();
    await drawer().getByText('It would fail again.').waitFor();

    const field = await openEditor();
    await expect.poll(() => field.inputValue()).toContain(letter.word);
    await field.fill(letter.mended.replaceAll('\r\n', '\n'));
    await page.getByText(/^0 lines added, [\d,]+ removed/).waitFor();
    await button('Save the edit').click();
    await page.getByText(/The edited mail is sent when you redrive/).waitFor();

    await button('Try the edited mail').click();
    await drawer()
      .getByText(/It would become a new card on the board/)
      .waitFor();
    await button('Redrive').click();
    await drawer().getByText('Reason: Its mail is on a card.').waitFor();
    await expect.poll(announced).toContain('Resolved');
    const cards = await call(pebble.send, listCards, { query: { text: letter.word } });
    expect(cards.items.map(({ title }) => title)).toEqual([expect.stringContaining(letter.word)]);
  });

  it('is not saved over the edit of somebody else', async () => {
    await openLetter();
    const field = await openEditor();
    await field.fill(letter.mended.replaceAll('\r\n', '\n'));
    const { version } = await letterNow(pebble, letter);
    await call(pebble.send, editSyncErrorPayload, {
      params: { sync_error_id: letter.id },
      query: { version },
      body: { subject: `Theirs ${letter.word}`, from: letter.from, body: 'Please quote.' },
    });
    await page.getByText('Somebody else has changed this dead letter meanwhile').waitFor();
    await button('Go on with theirs').click();
    await expect.poll(() => field.inputValue()).toContain('Theirs');
    await button('Leave it as it was').click();
    await button('Throw the edit away').click();
    await button('Edit the mail').waitFor();
    expect((await letterNow(pebble, letter)).edit).toBeNull();
  });
});

describe('a redrive', () => {
  it('of what still kills a mail stops at the first one, and says why', async () => {
    const others = [await newDeadLetter(pebble), await newDeadLetter(pebble)];
    await showOperations(page, 'dead-letters?view=list');
    for (const one of [letter, ...others]) await row(one).getByRole('checkbox').check();
    await button('Redrive 3').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Redrive', exact: true }).click();
    const panel = page.getByRole('complementary', { name: 'Redrive of 3 mails' });
    await panel.getByText('Why it was stopped').waitFor();
    await panel.getByText(/a mail died again.*so the other 2 were left alone/).waitFor();
    await panel.getByText('0 of 3 through, 1 dead again, 2 left alone').waitFor();
    await expect.poll(announced).toContain('The redrive was stopped');
    const states = [letter, ...others].map(async (one) => (await letterNow(pebble, one)).deaths);
    expect((await Promise.all(states)).toSorted()).toEqual([1, 1, 2]);
  });
});

describe('the first look at a board', () => {
  it('loads nothing of operations', async () => {
    const fresh = await openPage(browser, pebble, WIDE);
    const scripts: string[] = [];
    fresh.on('request', (request) => scripts.push(new URL(request.url()).pathname));
    await signIn(fresh, pebble);
    await fresh.locator('[data-column]').first().waitFor();
    expect(scripts.filter((path) => /dead-letter|dashboard|redrive/.test(path))).toEqual([]);
    await fresh.context().close();
  });
});
