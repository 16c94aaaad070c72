import type { Card } from '@pebble/contract/cards';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOSTILE_HTML } from '../testing/hostile-html.ts';
import { launchBrowser, linkOf, openPage, showBoard, signIn, WIDE } from './support/browser.ts';
import { startPebble, type Pebble } from './support/pebble.ts';

let pebble: Pebble;
let browser: Browser;
let page: Page;
let card: Card;
const foreign: string[] = [];

const drawer = () => page.getByRole('complementary', { name: card.title });

async function mailFrame(): Promise<Frame> {
  const frame = await (await page.waitForSelector('.mail-frame iframe')).contentFrame();
  if (!frame) throw new Error('the mail has no frame');
  return frame;
}

beforeAll(async () => {
  pebble = await startPebble();
  browser = await launchBrowser();
  page = await openPage(browser, pebble, WIDE);
  page.on('request', (request) => {
    if (!request.url().startsWith(pebble.url) && !/^(data|blob|about):/.test(request.url()))
      foreign.push(request.url());
  });
  await signIn(page, pebble);
  card = await pebble.newCard(HOSTILE_HTML);
});
afterAll(async () => {
  await browser.close();
  await pebble.stop();
});
beforeEach(async () => {
  await showBoard(page, card.board);
  await linkOf(page, card.id).click();
  await drawer().waitFor();
});

describe('the mail of a card', () => {
  it('shows its HTML without script, in a frame that may not run any', async () => {
    const frame = await mailFrame();
    await frame.getByText('Spring prices for valves').waitFor();
    const html = await frame.content();
    expect(html).not.toMatch(/<script|onerror|onclick|javascript:/i);
    expect(await page.title()).not.toBe('owned');
  });

  it('fetches nothing from strangers, and says so', async () => {
    await mailFrame();
    await page.getByText('2 remote images blocked').waitFor();
    expect(foreign).toEqual([]);
  });

  it('is as high as it needs to be', async () => {
    const frame = await mailFrame();
    await frame.getByText('Ball valve DN25').waitFor();
    const element = await frame.frameElement();
    await expect.poll(async () => (await element.boundingBox())?.height).toBeGreaterThan(250);
  });

  it('unfolds what it quotes', async () => {
    await page.getByRole('button', { name: 'Show quoted text' }).click();
    await expect.poll(async () => (await mailFrame()).content()).toContain('What quantities do you need');
  });
});

describe('the drawer', () => {
  it('has an address of its own', async () => {
    expect(new URL(page.url()).hash).toBe(`#/boards/${card.board}/cards/${card.id}`);
    await page.reload();
    await drawer().waitFor();
  });

  it('closes on Escape and gives the focus back to the card', async () => {
    await page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    await expect
      .poll(() => linkOf(page, card.id).evaluate((link) => link === document.activeElement))
      .toBe(true);
  });

  it('opens from the keyboard and takes the focus', async () => {
    await page.keyboard.press('Escape');
    await linkOf(page, card.id).focus();
    await page.keyboard.press('Enter');
    await drawer().waitFor();
    await expect.poll(() => drawer().evaluate((panel) => panel === document.activeElement)).toBe(true);
  });

  it('tells the history of a move while it is open', async () => {
    const target = (await pebble.boards())
      .find((board) => board.key === card.board)
      ?.columns.find((column) => column.key === card.column)?.moves_to[0];
    await pebble.move(card.id, target ?? '');
    await drawer().getByText('Card moved').waitFor();
  });
});
