import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { id } from '../../testing/factories.ts';
import { backtest, backtestItem, backtestOutcome } from '../../testing/flows-factories.ts';
import { openFlows } from '../../testing/flows-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const aButton = (name: string) => screen.findByRole('button', { name });
const one = `/email-triage/${id(511)}`;
const running = () =>
  backtest({
    ...{ state: 'running', done: 40, finished_at: null },
    verdicts: { changed: 2, same: 38, drifted: 0, unsure: 0, untried: 0 },
  });

describe('a backtest', () => {
  it('is begun with the version that is not active yet', async () => {
    const server = openFlows('/email-triage?view=backtests', { startBacktest: () => running() });
    await user.click(await aButton('New backtest…'));
    const version = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Version' });
    expect(version.selectedOptions[0]?.textContent).toBe('1.2.0 (ddddddd)');
    const last = screen.getByRole('textbox', { name: 'How many of the last mails' });
    await user.clear(last);
    await user.type(last, '5000');
    screen.getByText('Enter a number from 1 to 1,000');
    await user.click(await aButton('Start'));
    expect(sentTo(server, 'startBacktest')).toEqual([]);
    await user.clear(last);
    await user.type(last, '500');
    await user.click(await aButton('Start'));
    await screen.findByRole('heading', { name: /Version 1.2.0/ });
    expect(sentTo(server, 'startBacktest')[0]?.body).toEqual({
      ...{ flow_id: 'email-triage', version: `1.2.0@${'d'.repeat(64)}`, last: 500 },
    });
  });

  it('says so when another one is under way', async () => {
    openFlows('/email-triage?view=backtests', { startBacktest: () => ({ refuse: 'backtest_running' }) });
    await user.click(await aButton('New backtest…'));
    await user.click(await aButton('Start'));
    await screen.findByText(/A backtest is under way/);
  });

  it('shows first what would have come out differently, and why', async () => {
    const server = openFlows(one);
    await screen.findByText('12 mails of 200 would have come out differently.');
    const row = (await screen.findByRole('link', { name: 'Price for 40 valves' })).closest('tr');
    const cells = within(row as HTMLElement).getAllByRole('cell');
    expect(cells[1]?.textContent).toBe('Differentcolumn, triage');
    expect(cells[4]?.textContent).toContain('triage');
    expect(sentTo(server, 'listBacktestItems')[0]?.query['verdict']).toBe('changed');
  });

  it('is narrowed to each kind of result, with what it means', async () => {
    const server = openFlows(one);
    await user.click(await screen.findByRole('link', { name: '5 Drifted' }));
    await screen.findByText(/rules, lists, settings or the classifier have changed/);
    await waitFor(() => expect(sentTo(server, 'listBacktestItems').at(-1)?.query['verdict']).toBe('drifted'));
    await user.click(screen.getByRole('link', { name: '5 Drifted' }));
    await waitFor(() => expect(sentTo(server, 'listBacktestItems').at(-1)?.query['verdict']).toBeUndefined());
  });

  it('tells why a mail is a dead letter, or was not tried', async () => {
    openFlows(`${one}?verdict=all`, {
      listBacktestItems: () => ({
        items: [
          backtestItem({
            tried: backtestOutcome({
              ...{
                outcome: 'dead',
                board: null,
                column: null,
                triage: null,
                intent: null,
                probability: null,
              },
              ...{ reason: 'InputError: no such board', failed_steps: ['place_sure'] },
            }),
          }),
          backtestItem({
            position: 2,
            verdict: 'untried',
            today: null,
            tried: null,
            reason: 'It was too large.',
          }),
        ],
        next_cursor: null,
      }),
    });
    await screen.findByText('InputError: no such board');
    screen.getByText('failed: place_sure');
    screen.getByText('It was too large.');
  });

  it('shows no mail to those who may not read mail', async () => {
    openFlows(
      one,
      {
        listBacktestItems: () => ({
          items: [backtestItem({ subject: null, from_address: null })],
          next_cursor: null,
        }),
      },
      'integrator',
    );
    await screen.findByText(/^Mail of/);
    expect(screen.queryByRole('link', { name: /Mail of/ })).toBeNull();
  });
});

describe('what can be done with a backtest', () => {
  it('tells how far it is, and is cancelled', async () => {
    const server = openFlows(one, {
      getBacktest: () => running(),
      cancelBacktest: () => backtest({ state: 'cancelled', done: 40 }),
    });
    const bar = await screen.findByRole('progressbar', { name: 'Mails tried' });
    expect(bar.getAttribute('aria-valuetext')).toBe('40 of 200 mails');
    await user.click(await aButton('Cancel'));
    await waitFor(() => expect(sentTo(server, 'cancelBacktest')).toHaveLength(1));
  });

  it('is taken along as a table, with the mark that Excel needs', async () => {
    const made: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      made.push(blob as Blob);
      return 'blob:x';
    });
    openFlows(one, { exportBacktest: () => 'position,verdict\r\n' });
    await user.click(await aButton('Download CSV'));
    await waitFor(() => expect(made).toHaveLength(1));
    expect([...new Uint8Array((await made[0]?.arrayBuffer()) ?? new ArrayBuffer(0))].slice(0, 3)).toEqual([
      0xef, 0xbb, 0xbf,
    ]);
    vi.restoreAllMocks();
  });

  it('is gone after its time', async () => {
    openFlows(one, { getBacktest: () => ({ refuse: 'not_found' }) });
    await screen.findByText('This backtest does not exist any more');
    expect(screen.getByRole('link', { name: 'All backtests' }).getAttribute('href')).toBe(
      '#/operations/flows/email-triage?view=backtests',
    );
  });

  it('is only looked at by operations', async () => {
    openFlows('/email-triage?view=backtests', {}, 'ops');
    await screen.findByRole('table', { name: 'Backtests of the last 30 days' });
    expect(screen.queryByRole('button', { name: 'New backtest…' })).toBeNull();
  });
});
