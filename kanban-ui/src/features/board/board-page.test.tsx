import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { board, card, id, me } from '../../testing/factories.ts';
import { fakeServer, type Handler } from '../../testing/fake-server.ts';
import { renderWith } from '../../testing/render-with.tsx';
import { BoardPage } from './board-page.tsx';

const ROUTE = { board: 'crm', cardId: null, text: '', entity: null };
const GULF = { id: id(901), slug: 'gulf', name: 'Meridian Gulf' };
const EUROPE = { id: id(902), slug: 'europe', name: 'Meridian Europe' };
const counted = (counts: number[]) =>
  board({ columns: board().columns.map((column, at) => ({ ...column, card_count: counts[at] ?? 0 })) });

function open(handlers: Record<string, Handler>, route: Partial<typeof ROUTE> | object = {}, person = me()) {
  const server = fakeServer({
    listBoards: () => ({ items: [counted([0, 1, 0, 0])], next_cursor: null }),
    listCards: ({ query }) => ({ items: query['column'] === 'new' ? [card()] : [], next_cursor: null }),
    ...handlers,
  });
  renderWith(<BoardPage route={{ ...ROUTE, ...route }} />, { send: server.send, person });
  return server;
}
const region = async (name: string) => within(await screen.findByRole('region', { name }));

beforeEach(() => window.history.replaceState(null, '', '#/boards/crm'));

describe('the board', () => {
  it('shows what a card is about and how sure the classifier was', async () => {
    const unsure = card({ abstained: true, probability: 0.41, decided_by: 'local_model', mail_count: 3 });
    open({
      listCards: ({ query }) => ({ items: query['column'] === 'triage' ? [unsure] : [], next_cursor: null }),
    });
    const triage = await region('Triage');
    await triage.findByText('New enquiry');
    for (const text of ['Price for 40 valves', 'Ada Buyer', '3 mails']) triage.getByText(text);
    triage.getByText(/Unsure\s+41% · model/);
  });

  it('names the entity of a card only to those who see several', async () => {
    open({});
    await screen.findByText('Price for 40 valves');
    expect(screen.queryByText(/Meridian Gulf/)).toBeNull();
    open({}, {}, me({ role: 'admin', entities: [GULF, EUROPE] }));
    await screen.findByText('· Meridian Gulf');
  });

  it('asks the server for what the URL narrows it to', async () => {
    const person = me({ role: 'admin', entities: [GULF, EUROPE] });
    const server = open({}, { text: ' valve ', entity: 'europe' }, person);
    await screen.findByText('Price for 40 valves');
    const asked = server.calls.find((call) => call.endpoint === 'listCards');
    expect(asked?.query).toMatchObject({ board: 'crm', text: 'valve', entity_id: EUROPE.id });
    expect((await region('Triage')).getByText('No match here')).toBeTruthy();
  });

  it('teaches what to do while there is no card at all', async () => {
    open({
      listBoards: () => ({ items: [board()], next_cursor: null }),
      listCards: () => ({ items: [], next_cursor: null }),
    });
    await screen.findByText('npm run send -- samples');
  });

  it('counts a long column by what the server says, and reads on when asked', async () => {
    const pages: Record<string, object> = {
      first: { items: [card()], next_cursor: 'second' },
      second: { items: [card({ id: id(2), title: 'The second' })], next_cursor: null },
    };
    open({
      listBoards: () => ({ items: [counted([0, 41, 0, 0])], next_cursor: null }),
      listCards: ({ query }) =>
        query['column'] === 'new'
          ? pages[String(query['cursor'] ?? 'first')]
          : { items: [], next_cursor: null },
    });
    const column = await region('New');
    await column.findByText('41');
    await userEvent.click(column.getByRole('button', { name: 'Load more' }));
    await column.findByText('The second');
    await waitFor(() => expect(column.queryByRole('button', { name: 'Load more' })).toBeNull());
  });

  it('keeps the other columns when one cannot be read', async () => {
    open({
      listCards: ({ query }) =>
        query['column'] === 'won' ? { refuse: 'internal' } : { items: [card()], next_cursor: null },
    });
    await (await region('Closed Won')).findByRole('button', { name: 'Try again' });
    await (await region('New')).findByText('Price for 40 valves');
  });

  it('says so when there is no such board', async () => {
    open({}, { board: 'nowhere' });
    await screen.findByText('There is no such board');
  });
});
