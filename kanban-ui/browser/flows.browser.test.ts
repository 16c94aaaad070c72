import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  launchBrowser,
  LOOKS,
  openPage,
  phoneFindings,
  signIn,
  WIDE,
} from './support/browser.ts';
import { showOperations } from './support/dead-letters.ts';
import { FAKE, startPebble, type Pebble } from './support/pebble.ts';

// What the fake server has in its flows, its mailboxes and its receipts stands in testing/.
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

const open = async (look: Parameters<typeof openPage>[2] = WIDE) => {
  page = await openPage(browser, pebble, look);
  await signIn(page, pebble);
};
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const button = (name: string) => page.getByRole('button', { name, exact: true });
const picture = () => page.getByRole('group', { name: /^Picture of email-triage/ });

/** Address of a screen, and what stands on it when it is there. */
const SCREENS: [address: string, there: string][] = [
  ['flows', 'New mail goes through'],
  ['flows/email-triage?look=picture&colours=failures', 'over 10% failed'],
  ['flows/email-triage?look=table&colours=time', 'over 3 s'],
  ['flows/email-triage?view=runs', 'Open mail'],
  ['flows/email-triage?view=versions', 'Show picture'],
  ['flows/email-triage?view=knobs', 'Confidence floor'],
  ['flows/email-triage?view=backtests', 'held against version 1.1.0'],
  [`flows/email-triage/${id(511)}`, '12 mails of 200 would have come out differently.'],
  ['connections', 'Application'],
  ['connections?view=feeds', 'Push: active'],
  [`connections/feeds/${id(611)}`, 'Older mail'],
  ['receipts', '1 missing'],
  [`receipts/${id(702)}`, 'Missing mails'],
];

fake.each(LOOKS)('screens of flows, connections and receipts, %s', (_, look) => {
  it('are right by axe, and fit', async () => {
    await open(look);
    for (const [address, there] of SCREENS) {
      await showOperations(page, address);
      await page.getByText(there).filter({ visible: true }).first().waitFor();
      if (address.includes('colours=failures'))
        await picture().getByText('Classify', { exact: true }).waitFor();
      expect(await axeFindings(page), address).toEqual([]);
      if (look.viewport.width < 640) expect(await phoneFindings(page), address).toEqual([]);
    }
  });
});

describe('the picture of a flow', () => {
  it('is walked through by keyboard, and each step says what it does', async () => {
    await open();
    await showOperations(page, 'flows/email-triage');
    await picture().locator('.react-flow__node').first().focus();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    expect(await focused()).toMatch(/Starts the flow.*Then: /);
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/Calls a piece.*When it fails: /);
  });

  it('is drawn in full, and no step lies on another', async () => {
    await open();
    await showOperations(page, 'flows/email-triage');
    const nodes = picture().locator('.react-flow__node');
    await nodes.first().waitFor();
    const frame = await picture().boundingBox();
    const boxes = await Promise.all((await nodes.all()).map((node) => node.boundingBox()));
    expect(boxes.length).toBeGreaterThan(5);
    for (const box of boxes) {
      if (!box || !frame) throw new Error('a step is not shown');
      expect(box.x).toBeGreaterThanOrEqual(frame.x - 1);
      expect(box.y + box.height).toBeLessThanOrEqual(frame.y + frame.height + 1);
    }
  });

  it('is loaded only when somebody looks at it', async () => {
    await open();
    const scripts: string[] = [];
    page.on('request', (request) => scripts.push(request.url()));
    await showOperations(page, 'flows/email-triage?look=table');
    await page.getByRole('table', { name: 'Steps of the flow' }).waitFor();
    expect(scripts.filter((url) => url.includes('flow-graph'))).toEqual([]);
    await page.getByLabel('How to look at it').selectOption('Picture');
    await picture().locator('.react-flow__node').first().waitFor();
    expect(scripts.some((url) => url.includes('flow-graph'))).toBe(true);
  });
});

fake('a backtest', () => {
  it('is begun, runs to its end, and shows what would have come out differently', async () => {
    await open();
    await showOperations(page, 'flows/email-triage?view=versions');
    await button('Backtest…').first().click();
    await page.getByLabel('How many of the last mails').fill('100');
    await button('Start').click();
    await page.getByText('15 mails of 100 would have come out differently.').waitFor();
    await page.getByRole('table', { name: 'Mails that were tried' }).getByText('Different').first().waitFor();
  });
});

fake('the flow for new mail', () => {
  it('is chosen by keyboard alone, and shown where one looks for it', async () => {
    await open();
    await showOperations(page, 'flows');
    await button('Change…').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Flow', { exact: true }).selectOption('lead-to-odoo');
    expect(await axeFindings(page)).toEqual([]);
    await button('Choose').press('Enter');
    await page.getByRole('region', { name: 'Flow for new mail' }).getByText('lead-to-odoo').waitFor();
    await showOperations(page, 'flows/email-triage?view=backtests');
    await page.getByText(/Only the flow that new mail goes through/).waitFor();
    expect(await button('New backtest…').count()).toBe(0);
    await pebble.send({
      ...{ method: 'PUT', path: '/api/v1/mail-flow/' },
      ...{ headers: { 'content-type': 'application/json' }, body: '{"flow_id":"email-triage"}' },
    });
  });
});

fake('a version that the engine refuses', () => {
  it('is refused with the step and the reason', async () => {
    await open();
    await showOperations(page, 'flows');
    await button('Upload version…').click();
    const file = { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
    await page.getByLabel('flow.json').setInputFiles(file);
    await page.getByLabel('manifest.json').setInputFiles(file);
    await button('Check and store').click();
    await page.getByText('unknown action "create_card"').last().waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });
});

fake('a connection', () => {
  it('is made in a form that its connector declares, and tested', async () => {
    await open();
    await showOperations(page, 'connections');
    await button('New connection…').click();
    await page.getByLabel('System', { exact: true }).selectOption('Odoo');
    await page.getByLabel('Name', { exact: true }).fill('odoo2');
    await page.getByLabel('Address').fill('https://odoo.example');
    await page.getByLabel('API key', { exact: true }).fill('a key');
    expect(await axeFindings(page)).toEqual([]);
    await button('Connect').click();
    await button('Test: odoo2').click();
    await page.getByText('Signed in as the application.').waitFor();
  });
});

fake('a gap', () => {
  it('is found at a glance, and its receipt is verified', async () => {
    await open();
    await showOperations(page, 'receipts');
    await page.getByRole('link', { name: /missing mail$/ }).click();
    await page.getByText('<lost@buyer.example>').waitFor();
    await button('Verify').click();
    await page.getByText('The signature is good.').waitFor();
  });
});
