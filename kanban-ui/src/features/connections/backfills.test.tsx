import type { FeedBackfill } from '@pebble/contract/feed-backfills';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { feedBackfill } from '../../testing/feeds-factories.ts';
import { openFeeds } from '../../testing/feeds-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const aButton = (name: string | RegExp) => screen.findByRole('button', { name });
const list = (...items: FeedBackfill[]) => ({
  listFeedBackfills: () => ({ items, next_cursor: null }),
});
const one = `connections/feeds/${id(611)}`;
const day = (label: string) => screen.findByLabelText<HTMLInputElement>(label);
const row = async () => {
  const table = await screen.findByRole('table', { name: 'Backfills' });
  return within(table).getAllByRole('row')[1]?.textContent ?? '';
};

describe('a preview of older mail', () => {
  it('is of whole days where the person is', async () => {
    const server = openFeeds(one, { ...list(), startFeedBackfill: () => feedBackfill() });
    await user.clear(await day('From'));
    await user.type(await day('From'), '2026-02-01');
    await user.clear(await day('Up to and with'));
    await user.type(await day('Up to and with'), '2026-02-28');
    await user.click(await aButton('Preview'));
    await waitFor(() =>
      expect(sentTo(server, 'startFeedBackfill')[0]?.body).toEqual({
        from: new Date('2026-02-01T00:00').toISOString(),
        to: new Date('2026-03-01T00:00').toISOString(),
        preview: true,
      }),
    );
    await screen.findByText('The mailbox is being looked through');
  });

  it('is not asked for when it ends before it begins', async () => {
    const server = openFeeds(one, list());
    await user.clear(await day('From'));
    await user.type(await day('From'), '2099-02-01');
    screen.getByText('Choose a day that is not after the last one');
    await user.click(await aButton('Preview'));
    expect(sentTo(server, 'startFeedBackfill')).toEqual([]);
  });

  it('is refused in plain words while the mailbox is paused', async () => {
    openFeeds(one, { ...list(), startFeedBackfill: () => ({ refuse: 'feed_off' }) });
    await user.click(await aButton('Preview'));
    const alert = (await screen.findByText('It was not begun')).closest('[role=alert]');
    expect(alert?.textContent).toMatch(/It was not begun.+/);
  });

  it('tells what it found and what a rehearsal says of some', async () => {
    openFeeds(
      one,
      list(feedBackfill({ sample: { rehearsed: 50, outcomes: { created: 38, ignored: 2, dead: 10 } } })),
    );
    expect(await row()).toContain('420 mails: 300 new, 100 taken already, 20 here by another way');
    expect(await row()).toContain('of 50 mails tried: 38 on a new card, 2 ignored, 10 dead letters');
  });

  it('tells of an outcome that is new to this screen by its own name', async () => {
    openFeeds(one, list(feedBackfill({ sample: { rehearsed: 1, outcomes: { parked: 1 } } })));
    expect(await row()).toContain('of 1 mail tried: 1 parked');
  });

  it('offers nothing to take in when nothing is new, or nobody has looked to the end', async () => {
    for (const change of [{ new: 0 }, { state: 'listing' as const }, { state: 'cancelled' as const }]) {
      openFeeds(one, list(feedBackfill(change)));
      await row();
      expect(screen.queryByRole('button', { name: 'Take in…' })).toBeNull();
    }
  });

  it('is left as it is when one thinks better of it', async () => {
    const server = openFeeds(one, list(feedBackfill()));
    await user.click(await aButton('Take in…'));
    await screen.findByText(/That cannot be taken back/);
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'startFeedBackfill')).toEqual([]);
  });

  it('says why its mail was not taken in', async () => {
    openFeeds(one, {
      ...list(feedBackfill()),
      startFeedBackfill: () => ({ refuse: 'feed_off' }),
    });
    await user.click(await aButton('Take in…'));
    await user.click(await aButton('Take in'));
    const alerts = within(screen.getByRole('dialog')).getAllByRole('alert');
    await waitFor(() => expect(alerts[0]?.textContent).not.toBe(''));
  });
});

describe('older mail that is taken in', () => {
  const working = (change: Partial<FeedBackfill> = {}) =>
    feedBackfill({
      ...{ preview: false, state: 'working', sample: null },
      progress: { waiting: 100, taken: 190, refused: 5, gone: 3, given_up: 2 },
      ...change,
    });

  it('tells why it does not get on', async () => {
    openFeeds(one, list(working({ last_error: 'Outlook asks us to wait.' })));
    expect(await row()).toContain('Outlook asks us to wait.');
    expect(await row()).toContain('Taken in');
  });

  it('is cancelled, and shown as it is then', async () => {
    let state: FeedBackfill['state'] = 'working';
    const server = openFeeds(one, {
      listFeedBackfills: () => ({ items: [working({ state })], next_cursor: null }),
      cancelFeedBackfill: () => working({ state: (state = 'cancelled') }),
    });
    await user.click(await aButton('Cancel'));
    await screen.findByText('Cancelled');
    expect(sentTo(server, 'cancelFeedBackfill')[0]?.params).toEqual({
      ...{ feed_id: id(611), backfill_id: id(621) },
    });
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  });

  it('says so when it could not be cancelled', async () => {
    openFeeds(one, { ...list(working()), cancelFeedBackfill: () => ({ refuse: 'internal_error' }) });
    await user.click(await aButton('Cancel'));
    await screen.findByText('It was not cancelled');
  });

  it('offers nothing once it is over', async () => {
    openFeeds(one, list(working({ state: 'done' })));
    expect(await row()).toContain('Done');
    expect(screen.queryByRole('button', { name: /Cancel|Take in/ })).toBeNull();
  });
});
