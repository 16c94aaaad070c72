import type { MailFeed } from '@pebble/contract/mail-feeds';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { NO_ANSWER } from '../../testing/fake-server.ts';
import { mailFeed } from '../../testing/feeds-factories.ts';
import { openFeeds } from '../../testing/feeds-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const aButton = (name: string | RegExp) => screen.findByRole('button', { name });
const list =
  <T,>(...items: T[]) =>
  () => ({ items, next_cursor: null });
const one = `connections/feeds/${id(611)}`;
const feeds = 'connections?view=feeds';
const push = (change: Partial<MailFeed['push_state']> = {}): MailFeed['push_state'] => ({
  ...{ state: 'off', detail: null, expires_at: null, last_call_at: null },
  ...change,
});

/** What stands beside a fact's name. */
async function fact(name: string) {
  const facts = await screen.findByRole('region', { name: 'How it is doing' });
  return within(facts).getByText(name, { selector: 'dt' }).nextElementSibling?.textContent;
}

describe('the state of a mailbox', () => {
  const states: [change: Partial<MailFeed>, said: string[], unsaid: string[]][] = [
    [{}, ['Reading', 'Push: active'], ['Shadow']],
    [{ state: 'waiting', push_state: push({ state: 'waiting' }) }, ['Waiting', 'Push: being set up'], []],
    [{ state: 'off', enabled: false }, ['Paused'], ['Push: active']],
    [{ push_state: push({ state: 'failing' }) }, ['Reading', 'Push: failing, polled instead'], []],
    [{ mode: 'shadow' }, ['Reading', 'Shadow'], []],
    [{ state: 'failing', last_error: 'The secret has expired.' }, ['Failing', 'The secret has expired.'], []],
  ];
  it.each(states)('%j is told in words', async (change, said, unsaid) => {
    openFeeds(feeds, { listMailFeeds: list(mailFeed(change)) });
    const [, row] = await screen.findAllByRole('row');
    for (const text of said) within(row as HTMLElement).getByText(text);
    for (const text of unsaid) expect(row?.textContent).not.toContain(text);
  });

  it('tells when it was never looked at', async () => {
    openFeeds(feeds, { listMailFeeds: list(mailFeed({ last_poll_at: null })) });
    await screen.findByText('never');
  });

  it('teaches what a mailbox is for when there is none', async () => {
    openFeeds(feeds, { listMailFeeds: list() });
    await screen.findByText('No mailboxes yet');
    screen.getByText(/Read a mailbox of a connected system/);
  });
});

describe('the facts of a mailbox', () => {
  it('tell what came, what waits, and why there is no push', async () => {
    openFeeds(one, {
      listMailFeeds: list(
        mailFeed({
          push_state: push({ detail: 'PUBLIC_URL is not set, so nobody can call us.' }),
          backlog: { waiting: 0, put_aside: 0, oldest_at: null },
          proved_until: null,
        }),
      ),
    });
    expect(await fact('Mails')).toBe('1,200 received, 1,190 taken, 10 refused');
    expect(await fact('Waiting to be taken')).toBe('0 mails');
    expect(await fact('Push')).toBe('off, PUBLIC_URL is not set, so nobody can call us.');
    expect(await fact('Proved until')).toBe('not yet Ingestion proof');
  });

  it('tell how long push lasts, and how old the oldest mail is that waits', async () => {
    openFeeds(one);
    expect(await fact('Push')).toMatch(/^active, until .*, last woken /);
    expect(await fact('Waiting to be taken')).toMatch(/^3 mails, 1 put aside, oldest of /);
  });

  it('say at once what is wrong', async () => {
    openFeeds(one, {
      listMailFeeds: list(mailFeed({ state: 'failing', last_error: 'The folder does not exist.' })),
    });
    expect((await screen.findByText('The folder does not exist.')).getAttribute('role')).toBe('alert');
  });
});

describe('what can be done with a mailbox', () => {
  it('goes on when it was paused', async () => {
    const server = openFeeds(one, {
      listMailFeeds: list(mailFeed({ enabled: false, state: 'off' })),
      updateMailFeed: () => mailFeed(),
    });
    await user.click(await aButton('Go on'));
    await waitFor(() => expect(sentTo(server, 'updateMailFeed')[0]?.body).toEqual({ enabled: true }));
    await screen.findByText('Sales is read again');
  });

  it('says so when it could not be changed', async () => {
    openFeeds(one, { updateMailFeed: () => NO_ANSWER });
    await user.click(await aButton('Pause'));
    await screen.findByText('It was not changed');
  });

  it('fails its test in plain words', async () => {
    openFeeds(one, {
      testMailFeed: () => ({ ok: false, detail: 'The folder does not exist.', duration_ms: 90 }),
    });
    await user.click(await aButton('Test: Sales'));
    const said = await screen.findByText('It does not work.');
    expect(said.closest('p')?.textContent).toBe('It does not work. The folder does not exist.');
    expect(said.closest('p')?.dataset['ok']).toBe('false');
  });

  it('is read no more after a question, and one lands among the others', async () => {
    const server = openFeeds(one, { deleteMailFeed: () => undefined });
    await user.click(await aButton('Delete…'));
    screen.getByText(/Its mail and its receipts stay/);
    await user.click(await aButton('Stop reading'));
    await waitFor(() => expect(sentTo(server, 'deleteMailFeed')).toHaveLength(1));
    await waitFor(() => expect(window.location.hash).toBe('#/operations/connections?view=feeds'));
  });

  it('stays when the question is answered with no', async () => {
    const server = openFeeds(one);
    await user.click(await aButton('Delete…'));
    await user.click(await aButton('Cancel'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'deleteMailFeed')).toEqual([]);
  });

  it('begins on a day of the past when that is wanted', async () => {
    const server = openFeeds(one, { updateMailFeed: () => mailFeed() });
    await user.click(await aButton('Edit…'));
    await user.selectOptions(
      await screen.findByRole('combobox', { name: 'Where to begin' }),
      'On a day of the past',
    );
    await user.click(await aButton('Save'));
    screen.getByText('Choose a day');
    await user.type(screen.getByLabelText('Since'), '2026-03-01');
    await user.click(await aButton('Save'));
    await waitFor(() => expect(sentTo(server, 'updateMailFeed')).toHaveLength(1));
    expect(sentTo(server, 'updateMailFeed')[0]?.body['start_from']).toBe(
      new Date('2026-03-01T00:00').toISOString(),
    );
  });

  it('is begun in shadow, from a folder of one’s own', async () => {
    const server = openFeeds(feeds, { createMailFeed: () => mailFeed({ mode: 'shadow' }) });
    await user.click(await aButton('New mailbox…'));
    await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Sales');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Connection' }), 'outlook');
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'Mailbox here' }),
      'sales@gulf.meridian.example',
    );
    const folder = screen.getByRole('textbox', { name: 'Folder' });
    await user.clear(folder);
    await user.type(folder, 'archive');
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'Mode' }),
      'Shadow: only reports what would happen',
    );
    await user.click(await aButton('Begin to read'));
    await waitFor(() =>
      expect(sentTo(server, 'createMailFeed')[0]?.body).toMatchObject({ folder: 'archive', mode: 'shadow' }),
    );
  });
});

describe('operations', () => {
  it('look at mailboxes, take in older mail and change nothing else', async () => {
    openFeeds(one, {}, 'ops');
    await aButton('Preview');
    for (const name of ['New mailbox…', 'Edit…', 'Delete…', 'Pause', 'Test: Sales']) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
  });
});
