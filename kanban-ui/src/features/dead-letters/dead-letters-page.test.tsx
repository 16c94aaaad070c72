import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { useOperationsRoute } from '../../lib/use-operations-route.ts';
import { id, me } from '../../testing/factories.ts';
import { NO_ANSWER } from '../../testing/fake-server.ts';
import { lettersServer, sentTo } from '../../testing/letters-server.ts';
import { cause, deadLetter, FINGERPRINT, redrive } from '../../testing/operations-factories.ts';
import { renderWith } from '../../testing/render-with.tsx';
import { DeadLettersPage } from './dead-letters-page.tsx';

const ops = () => me({ role: 'ops', entities: [entity('gulf', 901), entity('europe', 902)] });
const entity = (slug: string, n: number) => ({ id: id(n), slug, name: `Meridian ${slug}` });
const two = () => [
  deadLetter({ id: id(301), from_address: 'ada@buyer.example' }),
  deadLetter({ id: id(302), from_address: 'ben@buyer.example' }),
  deadLetter({ id: id(303), from_address: 'cleo@buyer.example', status: 'discarded' }),
];

function Screen() {
  const route = useOperationsRoute();
  return route && <DeadLettersPage route={route} />;
}

let user: UserEvent;
const open = (server: ReturnType<typeof lettersServer>, query = '') => {
  window.history.replaceState(null, '', `#/operations/dead-letters${query}`);
  renderWith(<Screen />, { send: server.send, person: ops() });
  return server;
};
const button = (name: string | RegExp) => screen.getByRole('button', { name });

beforeEach(() => {
  user = userEvent.setup();
});

describe('causes', () => {
  it('say what failed, whom it touches and what to do', async () => {
    open(lettersServer());
    const card = within(await screen.findByRole('article', { name: /^The mail cannot be read/ }));
    card.getByText('12 letters');
    card.getByText(/12 mails from 3 senders/);
    card.getByText(/^Open the mail, mend/);
    screen.getByText('12 open letters, 1 cause');
  });

  it('are asked for by status and entity', async () => {
    const server = open(lettersServer(), '?status=discarded&entity=europe');
    await screen.findByRole('article');
    expect(sentTo(server, 'listSyncErrorCauses')[0]?.query).toEqual({
      status: 'discarded',
      entity_id: id(902),
    });
    expect(screen.queryByRole('button', { name: /^Redrive/ })).toBeNull();
  });

  it('lead to their letters, and back', async () => {
    const server = open(lettersServer());
    await user.click(await screen.findByRole('link', { name: 'Look at them' }));
    await screen.findByRole('table', { name: 'Dead letters' });
    expect(sentTo(server, 'listSyncErrors')[0]?.query).toMatchObject({
      fingerprint: FINGERPRINT,
      status: 'open',
    });
    await user.click(await screen.findByRole('link', { name: 'All causes' }));
    await screen.findByRole('link', { name: 'Look at them' });
  });

  it('say so when there is none', async () => {
    open(lettersServer({ listSyncErrorCauses: () => ({ items: [], next_cursor: null }) }));
    await screen.findByText(/Every mail that was accepted has had its effect/);
  });

  it('offer another try when they cannot be read', async () => {
    const answers = [{ refuse: 'internal' }, { items: [cause()], next_cursor: null }];
    open(lettersServer({ listSyncErrorCauses: () => answers.shift() }));
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    await screen.findByRole('article');
  });
});

describe('redriving a whole cause', () => {
  it('says what will happen, asks for the rate, and shows the progress', async () => {
    const server = open(lettersServer({ startRedrive: () => redrive() }));
    await user.click(await screen.findByRole('button', { name: 'Redrive all 12' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Redrive 12 mails' }));
    dialog.getByText(/first one, then ten, then all others/);
    const rate = dialog.getByRole('textbox', { name: 'Mails per second' });
    await user.clear(rate);
    await user.type(rate, '500{Enter}');
    dialog.getByText('Enter a number from 0.1 to 100.');
    await user.clear(rate);
    await user.type(rate, '2.5{Enter}');
    await waitFor(() => expect(window.location.hash).toBe(`#/operations/dead-letters/redrives/${id(351)}`));
    expect(sentTo(server, 'startRedrive').map(({ body }) => body)).toEqual([
      { selection: { filter: { fingerprint: FINGERPRINT } }, rate_per_second: 2.5 },
    ]);
    expect(screen.getByTestId('announcer').textContent).toBe('Redrive of 40 mails started');
  });

  it("stays where it was when it fails, with the server's words", async () => {
    open(lettersServer({ startRedrive: () => ({ refuse: 'nothing_to_redrive' }) }));
    await user.click(await screen.findByRole('button', { name: 'Redrive all 12' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Redrive' }));
    await screen.findByText(/No open dead letter fits. Look at the list again/);
    await user.click(button('Cancel'));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(button('Redrive all 12'));
  });
});

describe('letters one by one', () => {
  it('are narrowed by status, entity and words, all of them in the address', async () => {
    const server = open(lettersServer({}, { letters: two() }), '?view=list');
    await screen.findByRole('table');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'Every status');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Entity' }), 'Meridian europe');
    await user.type(screen.getByRole('searchbox'), 'attachments');
    await waitFor(() =>
      expect(sentTo(server, 'listSyncErrors').at(-1)?.query).toEqual({
        entity_id: id(902),
        text: 'attachments',
        limit: 50,
      }),
    );
    expect(window.location.hash).toBe(
      '#/operations/dead-letters?view=list&status=all&entity=europe&text=attachments',
    );
  });

  it('go on page by page', async () => {
    const server = open(
      lettersServer({
        listSyncErrors: ({ query }) =>
          query['cursor'] === 'second'
            ? { items: [deadLetter({ id: id(309), from_address: 'zoe@buyer.example' })], next_cursor: null }
            : { items: two(), next_cursor: 'second' },
      }),
      '?view=list',
    );
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await screen.findByRole('link', { name: 'zoe@buyer.example' });
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
    expect(sentTo(server, 'listSyncErrors')).toHaveLength(2);
  });

  it('say so when none fits, and lead back', async () => {
    open(lettersServer({}, { letters: [] }), '?view=list&text=nothing');
    await user.click(await screen.findByRole('link', { name: 'Show all that are open' }));
    await screen.findByRole('article');
  });
});

describe('selected letters', () => {
  const select = async (more: Parameters<typeof lettersServer>[0]) => {
    const server = open(lettersServer(more, { letters: two() }), '?view=list');
    await user.click(await screen.findByRole('checkbox', { name: /^Select all/ }));
    return server;
  };

  it('are those that are open', async () => {
    await select({});
    screen.getByText('2 selected');
    expect(screen.getAllByRole('checkbox')).toHaveLength(3);
    await user.click(screen.getByRole('checkbox', { name: 'Select the mail from ada@buyer.example' }));
    screen.getByText('1 selected');
    await user.click(button('Select none'));
    expect(screen.queryByText(/selected/)).toBeNull();
  });

  it('are discarded with a reason, and not without', async () => {
    const server = await select({
      discardSyncErrors: () => ({ discarded: 1, skipped: 1, remaining: 0 }),
    });
    await user.click(button('Discard…'));
    await user.click(button('Discard 2 mails'));
    screen.getByText('Say in a few words why, three letters at least.');
    expect(sentTo(server, 'discardSyncErrors')).toEqual([]);
    await user.type(screen.getByRole('textbox', { name: 'Reason' }), ' advertising ');
    await user.click(button('Discard 2 mails'));
    await screen.findByText('1 mail discarded');
    screen.getByText(/1 mail had not been open any more/);
    expect(sentTo(server, 'discardSyncErrors').map(({ body }) => body)).toEqual([
      { selection: { ids: [id(301), id(302)] }, reason: 'advertising' },
    ]);
    expect(screen.queryByText(/selected/)).toBeNull();
  });

  it('are discarded on and on, when they are more than the server takes at once', async () => {
    const replies = [
      { discarded: 1000, skipped: 0, remaining: 200 },
      { discarded: 200, skipped: 0, remaining: 0 },
    ];
    const server = open(lettersServer({ discardSyncErrors: () => replies.shift() }));
    await user.click(await screen.findByRole('button', { name: 'Discard all 12…' }));
    await user.type(screen.getByRole('textbox', { name: 'Reason' }), 'advertising{Tab}{Tab}{Enter}');
    await screen.findByText('1,200 mails discarded');
    expect(sentTo(server, 'discardSyncErrors')).toHaveLength(2);
  });

  it('are still there when the network is lost', async () => {
    await select({ discardSyncErrors: () => NO_ANSWER });
    await user.click(button('Discard…'));
    await user.type(screen.getByRole('textbox', { name: 'Reason' }), 'advertising');
    await user.click(button('Discard 2 mails'));
    await screen.findByText('No connection to the server');
    await user.click(button('Cancel'));
    screen.getByText('2 selected');
  });
});
