import type { Backtest } from '@pebble/contract/backtests';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { id } from '../../testing/factories.ts';
import { NO_ANSWER } from '../../testing/fake-server.ts';
import { backtest, backtestItem, backtestOutcome } from '../../testing/flows-factories.ts';
import { openFlows } from '../../testing/flows-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
afterEach(() => {
  vi.restoreAllMocks();
});
const aButton = (name: string) => screen.findByRole('button', { name });
const one = `/email-triage/${id(511)}`;
const all = '/email-triage?view=backtests';
const list =
  <T,>(...items: T[]) =>
  () => ({ items, next_cursor: null });
const running = (done: number, change: Partial<Backtest> = {}) =>
  backtest({
    ...{ state: 'running', done, finished_at: null },
    verdicts: { changed: 0, same: done, drifted: 0, unsure: 0, untried: 0 },
    ...{ differences: { placed: 0, outcome: 0, board: 0, column: 0, triage: 0, intent: 0, steps: 0 } },
    ...change,
  });
const bar = () => screen.findByRole('progressbar', { name: 'Mails tried' });

describe('a backtest that runs', () => {
  it('is found again among the others by whoever went away', async () => {
    openFlows(all, { listBacktests: list(running(40), backtest({ id: id(512) })) });
    const link = await screen.findAllByRole('link', { name: /^1\.2\.0/ });
    expect(link[0]?.getAttribute('href')).toBe(`#/operations/flows${one}`);
    const [first] = screen.getAllByRole('progressbar');
    expect(first?.getAttribute('aria-valuenow')).toBe('40');
    expect(link[0]?.closest('tr')?.textContent).toContain(
      'None of 40 mails would have come out differently.',
    );
  });

  it('says so before the first mail was tried', async () => {
    openFlows(one, { getBacktest: () => running(0), listBacktestItems: list() });
    await screen.findByText('No mail has been tried yet.');
    await screen.findByText('No such mails so far');
    screen.getByText(/they appear here by themselves/);
    expect(screen.queryByRole('button', { name: 'Download CSV' })).toBeNull();
  });

  it('shows its mails as they come, without being asked', async () => {
    let calls = 0;
    openFlows(one, {
      getBacktest: () => running(17),
      listBacktestItems: () => ({
        items: (calls += 1) === 1 ? [] : [backtestItem({ verdict: 'same', differences: [] })],
        next_cursor: null,
      }),
    });
    await screen.findByText('No such mails so far');
    await screen.findByRole('link', { name: 'Price for 40 valves' }, { timeout: 20_000 });
  });

  it('goes on to its end while one looks on, and then shows what differs', async () => {
    let ended = false;
    const server = openFlows(one, { getBacktest: () => (ended ? backtest() : running(40)) });
    expect((await bar()).getAttribute('aria-valuenow')).toBe('40');
    ended = true;
    await screen.findByText('12 mails of 200 would have come out differently.', {}, { timeout: 20_000 });
    await waitFor(() => expect(sentTo(server, 'listBacktestItems').at(-1)?.query['verdict']).toBe('changed'));
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  });

  it('keeps what it found when it is cancelled', async () => {
    let state: Backtest['state'] = 'running';
    openFlows(one, {
      getBacktest: () => running(40, { state }),
      cancelBacktest: () => running(40, { state: (state = 'cancelled') }),
    });
    await user.click(await aButton('Cancel'));
    await screen.findByText('Cancelled');
    screen.getByText('None of 40 mails would have come out differently.');
    await aButton('Download CSV');
  });

  it('says so when it could not be cancelled', async () => {
    openFlows(one, { getBacktest: () => running(40), cancelBacktest: () => NO_ANSWER });
    await user.click(await aButton('Cancel'));
    await screen.findByText('It was not cancelled');
  });

  it('is not cancelled by operations, who may look', async () => {
    openFlows(one, { getBacktest: () => running(40) }, 'ops');
    await bar();
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
    await aButton('Download CSV');
  });
});

describe('the mails of a backtest', () => {
  it('tell what was, what is and what would be, in words', async () => {
    openFlows(one, {
      listBacktestItems: list(
        backtestItem({
          tried: backtestOutcome({ outcome: 'ignored', board: null, column: null, reason: 'Bulk mail' }),
          ...{ differences: ['placed', 'outcome'] },
        }),
      ),
    });
    const table = within(await screen.findByRole('table', { name: 'Mails that were tried' }));
    const cells = table.getAllByRole('cell').map(({ textContent }) => textContent);
    expect(cells[1]).toBe('Differenton a card or not, outcome');
    expect(cells[2]).toContain('New card');
    expect(cells[2]).toContain('93% sure');
    expect(cells[4]).toContain('IgnoredBulk mail');
  });

  it('are read on, page by page, within the kind that is chosen', async () => {
    const server = openFlows(`${one}?verdict=same`, {
      listBacktestItems: ({ query }) =>
        query['cursor'] === undefined
          ? { items: [backtestItem()], next_cursor: 'more' }
          : { items: [backtestItem({ position: 2, subject: 'Another one' })], next_cursor: null },
    });
    await user.click(await screen.findByRole('button', { name: /more/i }));
    await screen.findByRole('link', { name: 'Another one' });
    expect(sentTo(server, 'listBacktestItems').at(-1)?.query).toMatchObject({
      ...{ verdict: 'same', cursor: 'more' },
    });
  });

  it('say so when there are none of a kind', async () => {
    openFlows(`${one}?verdict=unsure`, { listBacktestItems: list() });
    await screen.findByText('No such mails');
    await screen.findByText(/A step wants to change something in another system/);
  });

  it('are all shown when nothing differs', async () => {
    const same = { changed: 0, same: 200, drifted: 0, unsure: 0, untried: 0 };
    const server = openFlows(one, { getBacktest: () => backtest({ verdicts: same }) });
    await screen.findByText('None of 200 mails would have come out differently.');
    await waitFor(() => expect(sentTo(server, 'listBacktestItems')).toHaveLength(1));
    expect(sentTo(server, 'listBacktestItems')[0]?.query['verdict']).toBeUndefined();
  });
});

describe('the table of a backtest', () => {
  it('is called like its flow and version', async () => {
    vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x');
    const names: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
    openFlows(one, { exportBacktest: () => 'position,verdict\r\n' });
    await user.click(await aButton('Download CSV'));
    await waitFor(() => expect(names).toEqual(['backtest-email-triage-1.2.0.csv']));
  });

  it('says why it did not come', async () => {
    openFlows(one, { exportBacktest: () => ({ refuse: 'not_found' }) });
    await user.click(await aButton('Download CSV'));
    await screen.findByText('It was not downloaded');
  });
});

describe('a backtest that cannot begin', () => {
  it.each([
    ['nothing_to_backtest', 'There is no mail with an outcome yet.'],
    ['flow_refused', 'Step "classify" is refused: unknown action "x"'],
  ] as const)('says why: %s', async (refuse, detail) => {
    openFlows(all, { startBacktest: () => ({ refuse, more: { detail } }) });
    await user.click(await aButton('New backtest…'));
    await user.click(await aButton('Start'));
    const dialog = within(screen.getByRole('dialog'));
    await dialog.findByText('It was not started');
    dialog.getByText(new RegExp(detail));
  });

  it.each(['', '0', '1001', '2.5', 'all'])('is not asked for with "%s" mails', async (typed) => {
    const server = openFlows(all);
    await user.click(await aButton('New backtest…'));
    const last = screen.getByRole('textbox', { name: 'How many of the last mails' });
    await user.clear(last);
    if (typed !== '') await user.type(last, typed);
    screen.getByText('Enter a number from 1 to 1,000');
    await user.click(await aButton('Start'));
    expect(sentTo(server, 'startBacktest')).toEqual([]);
  });

  it('teaches what it is for when there was none', async () => {
    openFlows(all, { listBacktests: list() });
    await screen.findByText('No backtests yet');
    screen.getByText(/try it on your last mails before you activate it/);
  });
});
