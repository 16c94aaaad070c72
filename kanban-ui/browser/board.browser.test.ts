import type { Board } from '@pebble/contract/boards';
import type { Card } from '@pebble/contract/cards';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cardOn, columnOf, launchBrowser, linkOf, openPage, showBoard, signIn } from './support/browser.ts';
import { startPebble, type Pebble } from './support/pebble.ts';

let pebble: Pebble;
let browser: Browser;
let page: Page;
let board: Board;
let card: Card;

const announced = () => page.getByTestId('announcer').textContent();
const isFocused = () => linkOf(page, card.id).evaluate((link) => link === document.activeElement);
const targets = (legal: boolean) => {
  const from = board.columns.find((column) => column.key === card.column);
  return board.columns.filter((column) => column !== from && from?.moves_to.includes(column.key) === legal);
};
const [legal, illegal] = [() => targets(true)[0], () => targets(false)[0]].map((find) => () => {
  const column = find();
  if (!column) throw new Error('the board has no such column');
  return column;
}) as [() => Board['columns'][number], () => Board['columns'][number]];

async function dragTo(column: string): Promise<void> {
  const target = page.locator(`[data-column="${column}"]`);
  await target.scrollIntoViewIfNeeded();
  const from = await cardOn(page, card.id).boundingBox();
  const to = await target.boundingBox();
  if (!from || !to) throw new Error('not on the screen');
  await page.mouse.move(from.x + 40, from.y + 30);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 40, { steps: 3 });
  await page.mouse.move(to.x + to.width / 2, to.y + 200, { steps: 8 });
}

beforeAll(async () => {
  pebble = await startPebble();
  browser = await launchBrowser();
  page = await openPage(browser, pebble, { viewport: { width: 2200, height: 1000 } });
  await signIn(page, pebble);
});
afterAll(async () => {
  await browser.close();
  await pebble.stop();
});

beforeEach(async () => {
  await page.unrouteAll();
  card = await pebble.newCard();
  const found = (await pebble.boards()).find((one) => one.key === card.board);
  if (!found) throw new Error('the card lies on no board');
  board = found;
  await showBoard(page, board.key);
  await linkOf(page, card.id).waitFor();
});

describe('live', () => {
  it('shows a card that arrives, marks it for some seconds and announces it', async () => {
    // What arrives at the same moment is announced as a number, and a slow test may look too late: so until one is seen alone.
    await expect
      .poll(async () => {
        const next = await pebble.newCard();
        await linkOf(page, next.id).waitFor();
        const marked = (await cardOn(page, next.id).getAttribute('data-arrived')) !== null;
        return marked && (await announced())?.includes(next.title);
      })
      .toBe(true);
  });

  it("shows somebody else's move", async () => {
    await pebble.move(card.id, legal().key);
    await expect.poll(() => columnOf(page, card.id)).toBe(legal().key);
  });
});

describe('moving a card', () => {
  it('by mouse: columns show whether they would take it', async () => {
    await dragTo(legal().key);
    const shown = (column: string) => page.locator(`[data-column="${column}"]`).getAttribute('data-drag');
    await expect.poll(() => shown(legal().key)).toBe('legal');
    await expect.poll(() => shown(illegal().key)).toBe('illegal');
    await page.mouse.up();
    await expect.poll(() => columnOf(page, card.id)).toBe(legal().key);
    await expect.poll(async () => (await pebble.card(card.id)).column).toBe(legal().key);
  });

  it('by mouse: a column that is not allowed refuses it and says why', async () => {
    await dragTo(illegal().key);
    await page.mouse.up();
    await page
      .getByText(/The board does not allow/)
      .last()
      .waitFor();
    await expect.poll(() => columnOf(page, card.id)).toBe(card.column);
    expect((await pebble.card(card.id)).column).toBe(card.column);
  });

  it('by keyboard: the focus stays on the card and the move is announced', async () => {
    await linkOf(page, card.id).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => columnOf(page, card.id)).not.toBe(card.column);
    await expect.poll(announced).toContain('Moved to');
    await expect.poll(isFocused).toBe(true);
    const shown = await columnOf(page, card.id);
    await expect.poll(async () => (await pebble.card(card.id)).column).toBe(shown);
  });

  it('by menu: with single clicks', async () => {
    await cardOn(page, card.id).getByRole('button', { name: /^Move/ }).click();
    await page.getByRole('menuitem', { name: legal().name, exact: true }).click();
    await expect.poll(() => columnOf(page, card.id)).toBe(legal().key);
    await expect.poll(async () => (await pebble.card(card.id)).column).toBe(legal().key);
  });

  it('goes back with the reason when the server does not allow it', async () => {
    // The page believes the move to be legal; on its way it becomes one that the board refuses.
    await page.route('**/move/', (route) =>
      route.continue({ postData: JSON.stringify({ to: illegal().key }) }),
    );
    await linkOf(page, card.id).focus();
    await page.keyboard.press('m');
    await page.getByRole('menuitem', { name: legal().name, exact: true }).click();
    await page.getByText(`“${card.title}” was not moved`).waitFor();
    await expect.poll(() => columnOf(page, card.id)).toBe(card.column);
    await expect.poll(isFocused).toBe(true);
    expect((await pebble.card(card.id)).column).toBe(card.column);
  });

  it('goes back when the network is lost', async () => {
    await page.route('**/move/', (route) => route.abort());
    await linkOf(page, card.id).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page
      .getByText(/No connection to the server. The card is back/)
      .first()
      .waitFor();
    await expect.poll(() => columnOf(page, card.id)).toBe(card.column);
  });
});

describe('the page', () => {
  it('comes back as it was after a reload', async () => {
    await page.getByRole('searchbox').fill(card.title.split(' ')[1] ?? '');
    await expect.poll(() => page.locator('[data-card]').count()).toBe(1);
    await page.reload();
    await linkOf(page, card.id).waitFor();
    await expect.poll(() => page.locator('[data-card]').count()).toBe(1);
  });
});
