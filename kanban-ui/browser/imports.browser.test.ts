import { listCards } from '@pebble/contract/cards';
import { call } from '@pebble/contract/client';
import { readFile } from 'node:fs/promises';
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

// The fake API imports nothing.
const real = describe.skipIf(FAKE);

let pebble: Pebble;
let browser: Browser;
let page: Page;

/** A word that no other mail has. */
const newWord = () => `i${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const inDialog = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });

function csv(word: string, rows: number): Buffer {
  const lines = Array.from({ length: rows }, (_, n) =>
    [
      `ada${n}@${word}.example`,
      `Enquiry ${word}: price for ${n + 2} gate valves`,
      'Please quote.',
      'Pune',
    ].join(),
  );
  return Buffer.from(['Email,Subject,Message,City', ...lines, `nobody,Enquiry,Text,Pune`].join('\n'));
}

function mbox(word: string): Buffer {
  const mail = (n: number) => [
    'From ada@buyer.example Thu Jan  1 00:00:00 2026',
    `From: Ada <ada@${word}.example>`,
    'To: sales@gulf.meridian.example',
    `Subject: Enquiry ${word}: ${n} pumps`,
    `Message-ID: <${n}@${word}.example>`,
    ...['', 'Please quote.', ''],
  ];
  return Buffer.from([...mail(1), ...mail(2)].join('\n'));
}

/** Chooses a file by the button, as people do, and waits until its import is shown. */
async function upload(name: string, buffer: Buffer): Promise<void> {
  await showOperations(page, 'imports');
  const chooser = page.waitForEvent('filechooser');
  await button('Choose a file…').click();
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
  await page.getByRole('heading', { name }).waitFor();
}

async function cardsOf(word: string): Promise<number> {
  return (await call(pebble.send, listCards, { query: { text: word } })).items.length;
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

real('an import', () => {
  beforeEach(async () => {
    page = await openPage(browser, pebble, WIDE);
    await signIn(page, pebble);
  });

  it('of a table is looked at, tried in shadow, and then becomes cards', async () => {
    const word = newWord();
    await upload(`${word}.csv`, csv(word, 3));
    await page.getByLabel('What “City” becomes').selectOption('Left out');
    await button('Check').click();
    await button('Check').waitFor({ state: 'detached' });

    await button('Try it (shadow)').click();
    await page.getByText('Tried in shadow').waitFor();
    await page.getByRole('cell', { name: 'CRM › New' }).first().waitFor();
    expect(await cardsOf(word)).toBe(0);

    await button('Import for real…').click();
    await inDialog('Import for real').click();
    await page.getByText('Imported', { exact: true }).waitFor();
    await expect.poll(() => cardsOf(word)).toBe(3);
    await expect.poll(() => page.getByText('On a card').count()).toBe(3);

    await page.getByRole('link', { name: 'Not readable 1' }).click();
    await page.getByRole('cell', { name: 'Column "Email" holds no e-mail address.' }).waitFor();
    await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
    const download = page.waitForEvent('download');
    await button('Download as CSV').click();
    const text = await readFile(await (await download).path(), 'utf8');
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      '\uFEFFrow,line,result,reason,tracking_id,mail_state,card_id,board,column',
      expect.stringMatching(/^4,5,error,/),
    ]);
  });

  it('of a file that is dropped works as well, and twice it is asked about', async () => {
    const word = newWord();
    const drop = (name: string, text: string) =>
      page.getByRole('region', { name: 'Import a file' }).evaluate(
        (panel, file) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([file.text], file.name));
          for (const type of ['dragenter', 'dragover', 'drop']) {
            panel.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
          }
        },
        { name, text },
      );
    await showOperations(page, 'imports');
    await drop(`${word}.mbox`, mbox(word).toString());
    await page.getByRole('heading', { name: `${word}.mbox` }).waitFor();
    await page.getByRole('region', { name: 'What is in it' }).getByText(`Enquiry ${word}: 2 pumps`).waitFor();
    await button('Import for real…').click();
    await inDialog('Import for real').click();
    await expect.poll(() => cardsOf(word)).toBe(2);

    await page.getByRole('link', { name: 'All imports' }).click();
    await drop(`${word}.mbox`, mbox(word).toString());
    await page.getByText(`“${word}.mbox” was imported before`).waitFor();
    await page.getByRole('link', { name: 'Look at that import' }).click();
    await page.getByRole('heading', { name: `${word}.mbox` }).waitFor();
  });

  it('that runs is paused, goes on, and is cancelled', async () => {
    const word = newWord();
    await upload(`${word}.csv`, csv(word, 4000));
    await button('Import for real…').click();
    await inDialog('Import for real').click();
    await button('Pause').click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await button('Go on').click();
    await page.getByText(/^(Running|Waiting its turn)$/).waitFor();
    await button('Cancel…').click();
    await inDialog('Cancel the import').click();
    await page.getByText('Cancelled', { exact: true }).waitFor();
    await page.getByText(/^The file was deleted on/).waitFor();
  });

  it('is opened and left from the keyboard, and the focus comes back', async () => {
    const word = newWord();
    await upload(`${word}.csv`, csv(word, 1));
    await showOperations(page, 'imports');
    const link = page.getByRole('link', { name: `${word}.csv` });
    await expect.poll(() => hasFocus(link)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `${word}.csv` }).waitFor();
    await page.goBack();
    await expect.poll(() => hasFocus(link)).toBe(true);
  });
});

real.each(LOOKS)('axe finds nothing in imports: %s', (look, options) => {
  it('from the list to the results', async () => {
    page = await openPage(browser, pebble, options);
    await signIn(page, pebble);
    const inOrder = async (where: string): Promise<void> => {
      expect(await axeFindings(page), where).toEqual([]);
      if (look.endsWith('phone')) expect(await phoneFindings(page), where).toEqual([]);
    };
    const word = newWord();
    await upload(`${word}.csv`, csv(word, 6));
    await page.getByText('Dates, and what to put where a cell is empty').click();
    await page.getByText('The first rows as they stand in the file').click();
    await inOrder('columns');
    await button('Import for real…').click();
    await inOrder('question');
    await page.keyboard.press('Escape');
    await button('Try it (shadow)').click();
    await page.getByText('Tried in shadow').waitFor();
    await page.getByRole('table', { name: 'Rows' }).waitFor();
    await inOrder('results');
    await page.getByRole('link', { name: 'All imports' }).click();
    await page.getByRole('table', { name: 'Imports' }).waitFor();
    await inOrder('list');
  });
});
