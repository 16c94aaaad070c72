import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { feedBackfill, mailFeed } from '../../testing/feeds-factories.ts';
import { openFeeds } from '../../testing/feeds-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';
import { dayBefore, windowOf } from './days.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const aButton = (name: string | RegExp) => screen.findByRole('button', { name });
const feed = `connections/feeds/${id(611)}`;

describe('mailboxes of connections', () => {
  it('tell how each is doing, in plain words', async () => {
    openFeeds('connections?view=feeds', {
      listMailFeeds: () => ({
        items: [
          mailFeed(),
          mailFeed({
            ...{ id: id(612), state: 'failing', last_error: 'The client secret has expired.' },
            push_state: { state: 'failing', detail: null, expires_at: null, last_call_at: null },
          }),
        ],
        next_cursor: null,
      }),
    });
    const table = within(
      await screen.findByRole('table', { name: 'Mailboxes that are read through a connection' }),
    );
    table.getByText('Push: active');
    table.getByText('Push: failing, polled instead');
    table.getByText('The client secret has expired.');
    expect(table.getAllByText('3 mails, 1 put aside')).toHaveLength(2);
  });

  it('are begun with what is usual', async () => {
    const server = openFeeds('connections?view=feeds', { createMailFeed: () => mailFeed() });
    await user.click(await aButton('New mailbox…'));
    await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Sales');
    await user.click(await aButton('Begin to read'));
    screen.getByText('Choose the connection');
    screen.getByText('Choose the mailbox');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Connection' }), 'outlook');
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'Mailbox here' }),
      'sales@gulf.meridian.example',
    );
    await user.click(await aButton('Begin to read'));
    await screen.findByRole('heading', { name: 'Sales' });
    expect(sentTo(server, 'createMailFeed')[0]?.body).toEqual({
      ...{ name: 'Sales', connection_id: id(601), mailbox: 'sales@gulf.meridian.example', folder: 'inbox' },
      ...{ mode: 'live', enabled: true, push: true, start_from: 'now' },
    });
  });

  it('offer only connections that have mail', async () => {
    openFeeds('connections?view=feeds', { listConnectors: () => ({ items: [], next_cursor: null }) });
    await user.click(await aButton('New mailbox…'));
    await screen.findByText('Connect a system that has mail first.');
  });
});

describe('a mailbox of a connection', () => {
  it('is paused and goes on', async () => {
    const server = openFeeds(feed, { updateMailFeed: () => mailFeed({ enabled: false, state: 'off' }) });
    await user.click(await aButton('Pause'));
    await waitFor(() => expect(sentTo(server, 'updateMailFeed')[0]?.body).toEqual({ enabled: false }));
  });

  it('is tested', async () => {
    openFeeds(feed, {
      testMailFeed: () => ({ ok: true, detail: '12 mails came in the last day.', duration_ms: 9 }),
    });
    await user.click(await aButton('Test: Sales'));
    await screen.findByText(/12 mails came in the last day/);
  });

  it('keeps its place when it is edited', async () => {
    const server = openFeeds(feed, { updateMailFeed: () => mailFeed() });
    await user.click(await aButton('Edit…'));
    await user.selectOptions(
      await screen.findByRole('combobox', { name: 'Be woken by the other side' }),
      'No: the folder is only polled',
    );
    await user.click(await aButton('Save'));
    await waitFor(() => expect(sentTo(server, 'updateMailFeed')).toHaveLength(1));
    expect(sentTo(server, 'updateMailFeed')[0]?.body).toMatchObject({ push: false });
    expect(sentTo(server, 'updateMailFeed')[0]?.body).not.toHaveProperty('start_from');
  });

  it('leads to its proof', async () => {
    openFeeds(feed);
    const link = await screen.findByRole('link', { name: 'Ingestion proof' });
    expect(link.getAttribute('href')).toBe(`#/operations/receipts?feed=${id(611)}`);
  });

  it('says so when it is not there', async () => {
    openFeeds(`connections/feeds/${id(9)}`);
    await screen.findByText('This mailbox is not read here');
  });
});

describe('older mail', () => {
  it('is looked at first, and taken in after a question', async () => {
    const server = openFeeds(feed, { startFeedBackfill: () => feedBackfill({ state: 'listing' }) });
    await user.click(await aButton('Preview'));
    await waitFor(() => expect(sentTo(server, 'startFeedBackfill')[0]?.body['preview']).toBe(true));
    await screen.findByText(/300 new, 100 taken already, 20 here by another way/);
    screen.getByText('of 50 mails tried: 40 on a new card, 10 added to a card');
    await user.click(await aButton('Take in…'));
    await screen.findByText(/About 300 mails go through the flow/);
    await user.click(await aButton('Take in'));
    await waitFor(() => expect(sentTo(server, 'startFeedBackfill')).toHaveLength(2));
    const { from, to } = feedBackfill();
    expect(sentTo(server, 'startFeedBackfill')[1]?.body).toEqual({ from, to, preview: false });
  });

  it('tells how far it is, and is cancelled', async () => {
    const progress = { waiting: 100, taken: 190, refused: 5, gone: 3, given_up: 2 };
    const server = openFeeds(feed, {
      listFeedBackfills: () => ({
        items: [feedBackfill({ preview: false, state: 'working', sample: null, progress })],
        next_cursor: null,
      }),
      cancelFeedBackfill: () => feedBackfill({ state: 'cancelled' }),
    });
    await screen.findByText('190 taken, 100 waiting, 10 refused, gone or given up');
    await user.click(await aButton('Cancel'));
    await waitFor(() => expect(sentTo(server, 'cancelFeedBackfill')).toHaveLength(1));
  });

  it('is of whole days, in their order', () => {
    expect(windowOf('2026-03-02', '2026-03-01')).toBeNull();
    expect(windowOf('', '2026-03-01')).toBeNull();
    const day = windowOf('2026-03-01', '2026-03-01');
    expect(Date.parse(day?.to ?? '') - Date.parse(day?.from ?? '')).toBe(86_400_000);
    expect(dayBefore(1, new Date('2026-03-02T12:00').getTime())).toBe('2026-03-01');
  });
});
