import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { navigateOperations } from '../../lib/use-operations-route.ts';
import { event, id } from '../../testing/factories.ts';
import { sentTo } from '../../testing/letters-server.ts';
import { decision } from '../../testing/mails-server.ts';
import { senderEntry } from '../../testing/senders-server.ts';
import { openSenders } from '../../testing/senders-screen.tsx';
import { refreshOperations } from '../live/refresh-operations.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});

const none = { items: [], next_cursor: null };
const rows = async (name: string) =>
  within(await screen.findByRole('table', { name }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);

describe('the lists of senders', () => {
  it('are shown one at a time, each with what it is for', async () => {
    const { server } = openSenders();
    expect(await rows('Blocked')).toEqual([expect.stringMatching(/^spam\.example Domainadvertising/)]);
    screen.getByText(/^Mail from these senders is refused at the door/);
    await user.click(screen.getByRole('link', { name: 'Authorised' }));
    expect(await rows('Authorised')).toEqual([
      expect.stringMatching(/^erp@supplier\.example AddressNone given/),
    ]);
    expect(window.location.hash).toBe('#/operations/senders?list=authorised');
    expect(sentTo(server, 'listBlacklist')[0]?.query).toEqual({ scope: 'tenant', limit: 50 });
  });

  it('are searched and gone through page by page', async () => {
    const { server } = openSenders('?text=adv', {
      listBlacklist: ({ query }) =>
        query['cursor'] === 'second'
          ? { items: [senderEntry({ id: id(209), pattern: 'second.example' })], next_cursor: null }
          : { items: [senderEntry()], next_cursor: 'second' },
    });
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    expect(await rows('Blocked')).toHaveLength(2);
    expect(sentTo(server, 'listBlacklist').at(-1)?.query).toMatchObject({ q: 'adv', cursor: 'second' });
  });

  it.each([
    ['bücher.example', 'xn--bcher-kva.example'],
    ['Müll', 'Müll'],
    ['x'.repeat(300), 'x'.repeat(254)],
  ])('are searched for what they would hold: %s', async (text, q) => {
    const { server } = openSenders(`?${new URLSearchParams({ text })}`);
    await screen.findByRole('table');
    expect(sentTo(server, 'listBlacklist')[0]?.query).toMatchObject({ q });
  });

  it('say so when they are empty, or nothing fits', async () => {
    openSenders('', { listBlacklist: () => none });
    await screen.findByText(/^Nobody is blocked\./);
    openSenders('?text=x', {
      listBlacklist: ({ query }) => (query['q'] ? none : { items: [senderEntry()], next_cursor: null }),
    });
    await user.click(await screen.findByRole('button', { name: 'Show the whole list' }));
    await screen.findByRole('table');
  });

  it('offer another try when they cannot be read', async () => {
    const answers = [{ refuse: 'internal' }, { items: [senderEntry()], next_cursor: null }];
    openSenders('', { listBlacklist: () => answers.shift() });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    await screen.findByRole('table');
  });

  it('are read anew when somebody changes them', async () => {
    const { server, client } = openSenders();
    await screen.findByRole('table');
    await refreshOperations(client, [event('blacklist.added')]);
    expect(sentTo(server, 'listBlacklist')).toHaveLength(2);
  });
});

describe('the list that holds for everybody', () => {
  it('is to be read only, and says why', async () => {
    openSenders('?list=global');
    expect(await rows('Blocked for everybody')).toEqual([expect.stringMatching(/^phish\.example/)]);
    screen.getByText(/whoever runs the installation keeps it/);
    expect(screen.queryByRole('button', { name: /Block|Paste|Remove|Change/ })).toBeNull();
  });

  it('is kept by the operations people of whoever runs the installation', async () => {
    openSenders('?list=global', { readOperator: () => ({ may_change: true }) });
    await screen.findByRole('button', { name: 'Block a sender for everybody…' });
    screen.getByText(/You keep it for all of them/);
    openSenders('?list=global', { readOperator: () => ({ may_change: true }) }, 'admin');
    await screen.findByText(/whoever runs the installation keeps it/);
    expect(screen.queryByRole('button', { name: /Block a sender/ })).toBeNull();
  });
});

describe('checking a sender', () => {
  const matches = [
    { list: 'authorised_senders' as const, entry_id: id(1), pattern: 'boss@spam.example', note: 'needed' },
    { list: 'blacklist' as const, entry_id: id(2), pattern: 'spam.example', note: '' },
  ];

  it('says what happens to its mail, which entry decides, and which are outweighed', async () => {
    const explanation = 'Taken: boss@spam.example is an authorised sender.';
    const { server } = openSenders('', {
      decideSender: () =>
        decision({ address: 'boss@spam.example', outcome: 'authorised', explanation, matches }),
    });
    const field = screen.getByRole('textbox', { name: 'E-mail address' });
    await user.type(field, 'The Boss <Boss@spam.example>{Enter}');
    await screen.findByText(explanation);
    const fits = within(screen.getByRole('region', { name: 'Check a sender' })).getAllByRole('listitem');
    expect(fits.map((one) => one.textContent)).toEqual([
      'This entry decides: boss@spam.example (Authorised)needed',
      'Fits as well, but is outweighed: spam.example (Blocked)',
    ]);
    expect(sentTo(server, 'decideSender')[0]?.query).toEqual({ address: 'boss@spam.example' });
    expect(window.location.hash).toBe('#/operations/senders?check=boss%40spam.example');
    expect(screen.getByRole('link', { name: 'Received mail of this sender' }).getAttribute('href')).toBe(
      '#/operations/mails?sender=boss%40spam.example&period=all',
    );
    await user.click(screen.getByRole('button', { name: 'Clear the result' }));
    expect(screen.queryByText(explanation)).toBeNull();
    expect((field as HTMLInputElement).value).toBe('');
    expect(document.activeElement).toBe(field);
  });

  it('follows the address of the page, and takes letters of any language', async () => {
    const { server } = openSenders('?check=first@buyer.example');
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'E-mail address' });
    expect(field.value).toBe('first@buyer.example');
    await user.clear(field);
    await user.type(field, 'Info@Bücher.example');
    await user.click(screen.getByRole('button', { name: 'Check' }));
    await waitFor(() =>
      expect(sentTo(server, 'decideSender').at(-1)?.query).toEqual({ address: 'info@bücher.example' }),
    );
    act(() => navigateOperations({ query: { check: 'third@buyer.example' } }));
    expect(field.value).toBe('third@buyer.example');
  });

  it('keeps what was checked from list to list', async () => {
    openSenders('?check=ada@buyer.example');
    await user.click(await screen.findByRole('link', { name: 'Authorised' }));
    expect(window.location.hash).toBe('#/operations/senders?list=authorised&check=ada%40buyer.example');
    await screen.findByText('Taken like any other mail.');
  });

  it('asks for a whole address, and asks the server for nothing less', async () => {
    const { server } = openSenders();
    const field = screen.getByRole('textbox', { name: 'E-mail address' });
    await user.type(field, 'spam.example{Enter}');
    screen.getByText(/^Enter a whole address/);
    expect(document.activeElement).toBe(field);
    expect(sentTo(server, 'decideSender')).toEqual([]);
  });

  it('can be linked to, and says so when it fails', async () => {
    openSenders('?check=ada@buyer.example', { decideSender: () => ({ refuse: 'internal' }) });
    await waitFor(() =>
      expect(screen.getAllByRole('alert').some((one) => one.textContent !== '')).toBe(true),
    );
  });

  it('tells anew when a list changes', async () => {
    const told = [decision(), decision({ outcome: 'refused', explanation: 'Refused at the door.' })];
    const { client } = openSenders('?check=ada@buyer.example', { decideSender: () => told.shift() });
    await screen.findByText('Taken like any other mail.');
    await refreshOperations(client, [event('blacklist.added')]);
    await screen.findByText('Refused at the door.');
  });
});

it('what is not shown is not asked for', async () => {
  const { server } = openSenders();
  await screen.findByRole('table');
  expect(new Set(server.calls.map(({ endpoint }) => endpoint))).toEqual(new Set(['listBlacklist']));
});
