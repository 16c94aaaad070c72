import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { fullReceipt, gap, mailFeed, receipt } from '../../testing/feeds-factories.ts';
import { openFeeds } from '../../testing/feeds-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';
import { beginOf, byHour, totalsOf } from './hours.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const aButton = (name: string) => screen.findByRole('button', { name });
const one = `receipts/${id(702)}`;

describe('the ingestion proof', () => {
  it('tells at a glance what is missing, and in which hour', async () => {
    openFeeds('receipts', {}, 'ops');
    await screen.findByText('21 seen, 1 missing, 0 doubled, 0 under way');
    const grid = within(await screen.findByRole('region', { name: 'Hours of sales@gulf.meridian.example' }));
    const cell = grid.getByRole('link', { name: /9 mails, missing mail/ });
    expect(cell.getAttribute('href')).toBe(`#/operations/${one}`);
    expect(cell.getAttribute('data-status')).toBe('gap');
  });

  it('is narrowed to a mailbox, a time, and what is not complete', async () => {
    const server = openFeeds('receipts', {
      listMailFeeds: () => ({
        items: [mailFeed(), mailFeed({ id: id(612), name: 'Tenders' })],
        next_cursor: null,
      }),
    });
    const table = await screen.findByRole('table', { name: 'Receipts' });
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Which receipts' }), 'problems');
    expect(within(screen.getByRole('table', { name: 'Receipts' })).getAllByRole('row')).toHaveLength(2);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Mailbox' }), id(612));
    await waitFor(() => expect(sentTo(server, 'listReceipts').at(-1)?.query['feed_id']).toBe(id(612)));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Time' }), 'Last 7 days');
    await waitFor(() => {
      const froms = sentTo(server, 'listReceipts').map(({ query }) => Date.parse(String(query['from'])));
      expect(froms.at(-1)).toBeLessThan(froms[0] ?? 0);
    });
  });

  it('says so when there is no mailbox, or no receipt yet', async () => {
    openFeeds('receipts', { listMailFeeds: () => ({ items: [], next_cursor: null }) });
    await screen.findByText('No mailboxes to prove');
    expect(screen.getByRole('link', { name: 'Mailboxes of connections' }).getAttribute('href')).toBe(
      '#/operations/connections?view=feeds',
    );
    openFeeds('receipts', { listReceipts: () => ({ items: [], next_cursor: null }) });
    await screen.findByText('No receipts in this time');
  });

  it('is checked now, and the new receipt is shown', async () => {
    const server = openFeeds('receipts', { checkMailFeed: () => fullReceipt() }, 'ops');
    await user.click(await aButton('Check now…'));
    const [from, to] = [screen.getByLabelText('From'), screen.getByLabelText('To')];
    await user.clear(from);
    await user.type(from, '2026-03-10T09:00');
    await user.clear(to);
    await user.type(to, '2026-03-10T08:00');
    screen.getByText(/does not end before it begins/);
    await user.click(await aButton('Check'));
    expect(sentTo(server, 'checkMailFeed')).toEqual([]);
    await user.clear(to);
    await user.type(to, '2026-03-10T10:00');
    await user.click(await aButton('Check'));
    await screen.findByRole('heading', { name: 'What became of the mails' });
    expect(sentTo(server, 'checkMailFeed')[0]?.body).toEqual({
      from: new Date('2026-03-10T09:00').toISOString(),
      to: new Date('2026-03-10T10:00').toISOString(),
    });
  });

  it('says why a check did not work', async () => {
    openFeeds('receipts', { checkMailFeed: () => ({ refuse: 'other_side_failed' }) });
    await user.click(await aButton('Check now…'));
    await user.click(await aButton('Check'));
    await screen.findByText('It could not be checked');
  });
});

describe('a receipt', () => {
  it('names the mails that are missing, and why', async () => {
    openFeeds(one, {}, 'ops');
    const missing = within(await screen.findByRole('table', { name: 'Missing mails' }));
    missing.getByText('<lost@buyer.example>');
    missing.getByText('It was not known.');
    expect(screen.queryByRole('table', { name: 'Doubled mails' })).toBeNull();
  });

  it('is verified here, and tells how to do it elsewhere', async () => {
    openFeeds(one, { verifyReceipt: () => ({ valid: false, detail: 'The counts were altered.' }) });
    await user.click(await aButton('Verify'));
    await screen.findByText(/The counts were altered/);
    screen.getByText('The signature is not good.');
    screen.getByText(/openssl pkeyutl -verify/);
    expect(screen.getByLabelText<HTMLInputElement>('Text that was signed').value).toBe('{"feed":"Sales"}');
  });

  it('leads back to where one came from, also when it is not there', async () => {
    openFeeds(`${one}?days=7`, { getReceipt: () => ({ refuse: 'not_found' }) });
    await screen.findByText(/This receipt does not exist/);
    expect(screen.getByRole('link', { name: 'All receipts' }).getAttribute('href')).toBe(
      '#/operations/receipts?days=7',
    );
  });
});

describe('hours', () => {
  it('are those of where the person is; the last receipt of an hour counts', () => {
    const old = receipt(1, { signed_at: '2026-03-10T11:00:00.000Z' });
    const fresh = gap(1);
    const [day, ...more] = byHour([old, fresh]);
    expect(more).toEqual([]);
    expect(day?.hours[new Date(fresh.from).getHours()]).toBe(fresh);
    expect(day?.hours.filter(Boolean)).toHaveLength(1);
  });

  it('leave out what was checked by hand over a longer time', () => {
    const long = receipt(5, { to: receipt(1).to, signed_at: '2026-03-10T11:30:00.000Z' });
    expect(byHour([long])).toEqual([]);
    expect(totalsOf([long, gap()])).toEqual({ seen: 9, missing: 1, doubled: 0, pending: 0 });
  });

  it('begin with a day', () => {
    const now = new Date('2026-03-10T15:30').getTime();
    expect(beginOf(1, now)).toBe(new Date('2026-03-10T00:00').toISOString());
    expect(beginOf(3, now)).toBe(new Date('2026-03-08T00:00').toISOString());
  });
});
