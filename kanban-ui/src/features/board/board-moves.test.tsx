import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { boardServer, threeCards, TITLES } from '../../testing/board-server.ts';
import { card, cardDetail, id, me } from '../../testing/factories.ts';
import { NO_ANSWER, type Handler } from '../../testing/fake-server.ts';
import { renderWith } from '../../testing/render-with.tsx';
import { BoardPage } from './board-page.tsx';

const ROUTE = { board: 'crm', cardId: null, text: '', entity: null };
const [valves] = threeCards();
const moved: Handler = ({ params, body }) => {
  const one = threeCards().find(({ id: cardId }) => cardId === params['card_id']);
  return card({ ...one, column: String(body['to']), version: 2 });
};

let user: UserEvent;
const column = (name: string) => within(screen.getByRole('region', { name }));
const titlesIn = (name: string) =>
  column(name)
    .queryAllByRole('link')
    .map((link) => link.textContent);
const link = (title: string) => screen.getByRole('link', { name: title });
const focused = () => document.activeElement?.textContent;
const said = () => screen.getByTestId('announcer').textContent;

async function open(server: ReturnType<typeof boardServer>, person = me()) {
  renderWith(<BoardPage route={ROUTE} />, { send: server.send, person });
  await screen.findByRole('link', { name: TITLES.steel });
  link(TITLES.valves).focus();
}

beforeEach(() => {
  user = userEvent.setup();
});

describe('walking the board by keyboard', () => {
  beforeEach(() => open(boardServer(moved)));

  it('goes from card to card and from column to column', async () => {
    await user.keyboard('{ArrowDown}');
    expect(focused()).toBe(TITLES.pumps);
    await user.keyboard('{ArrowRight}');
    expect(focused()).toBe(TITLES.steel);
    await user.keyboard('{ArrowLeft}');
    expect(focused()).toBe(TITLES.valves);
  });

  it('keeps one card of each column in the tab order', () => {
    expect(link(TITLES.valves).tabIndex).toBe(0);
    expect(link(TITLES.pumps).tabIndex).toBe(-1);
    expect(link(TITLES.steel).tabIndex).toBe(0);
  });
});

describe('moving by keyboard', () => {
  it('shows the move at once, keeps the focus on the card and says so', async () => {
    const reply = Promise.withResolvers<unknown>();
    const server = boardServer(() => reply.promise);
    await open(server);
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    expect(titlesIn('New')).toEqual([TITLES.pumps]);
    expect(titlesIn('Qualified')).toEqual([TITLES.valves, TITLES.steel]);
    expect(focused()).toBe(TITLES.valves);
    expect(said()).toBe(`Moved to Qualified: ${TITLES.valves}`);
    reply.resolve(card({ ...valves, column: 'qualified', version: 2 }));
    await waitFor(() => expect(server.sent()).toEqual([[id(1), 'qualified', 1]]));
    expect(titlesIn('Qualified')).toEqual([TITLES.valves, TITLES.steel]);
    expect(focused()).toBe(TITLES.valves);
  });

  it('says when there is no allowed column on that side, and asks nothing', async () => {
    const server = boardServer(moved);
    await open(server);
    link(TITLES.steel).focus();
    await user.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    await waitFor(() => expect(titlesIn('Closed Won')).toEqual([TITLES.steel]));
    expect(said()).toBe('No column to the right that this card may go to.');
    expect(server.sent()).toHaveLength(1);
  });

  it('sends two quick moves one after the other, the second with the version of the first', async () => {
    const server = boardServer(({ body }) =>
      card({ ...valves, column: String(body['to']), version: Number(body['version']) + 1 }),
    );
    await open(server);
    await user.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    await waitFor(() =>
      expect(server.sent()).toEqual([
        [id(1), 'qualified', 1],
        [id(1), 'won', 2],
      ]),
    );
    await waitFor(() => expect(titlesIn('Closed Won')).toEqual([TITLES.valves]));
  });
});

describe('moving by menu', () => {
  it('offers the allowed columns, names the others, and moves', async () => {
    const server = boardServer(moved);
    await open(server);
    await user.click(screen.getByRole('button', { name: `Move “${TITLES.valves}” to…` }));
    expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['Triage', 'Qualified']);
    screen.getByText('Not from New: Closed Won');
    await user.click(screen.getByRole('menuitem', { name: 'Qualified' }));
    expect(screen.queryByRole('menu')).toBeNull();
    expect(titlesIn('Qualified')).toContain(TITLES.valves);
    await waitFor(() => expect(focused()).toBe(TITLES.valves));
  });

  it('opens on m, walks by arrow, and gives the focus back on Escape', async () => {
    await open(boardServer(moved));
    await user.keyboard('m');
    expect(focused()).toBe('Triage');
    await user.keyboard('{ArrowDown}');
    expect(focused()).toBe('Qualified');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(focused()).toBe(TITLES.valves);
  });

  it('is not offered to a role that may not move', async () => {
    const server = boardServer(moved);
    await open(server, me({ role: 'ops' }));
    expect(screen.queryByRole('button', { name: /^Move/ })).toBeNull();
    await user.keyboard('m{Shift>}{ArrowRight}{/Shift}');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(server.sent()).toEqual([]);
  });
});

describe('a move that fails goes back, with the reason,', () => {
  const fail = async (answer: unknown, now = card(valves)) => {
    const server = boardServer(() => answer, threeCards(), { getCard: () => cardDetail(now) });
    await open(server);
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    await screen.findByText(`“${TITLES.valves}” was not moved`);
    return server;
  };

  it('when the board has been changed to forbid it', async () => {
    await fail({ refuse: 'illegal_transition', more: { allowed: ['triage'] } });
    expect(titlesIn('New')).toEqual([TITLES.valves, TITLES.pumps]);
    expect(focused()).toBe(TITLES.valves);
    screen.getByText(/does not allow this move. From New a card may go to Triage/);
  });

  it('when the network is lost', async () => {
    await fail(NO_ANSWER);
    expect(titlesIn('New')).toEqual([TITLES.valves, TITLES.pumps]);
    screen.getByText(/No connection to the server/);
  });

  it('when somebody else has moved the card', async () => {
    const server = await fail(
      { refuse: 'version_conflict' },
      card({ ...valves, column: 'triage', version: 4 }),
    );
    expect(titlesIn('Triage')).toEqual([TITLES.valves]);
    screen.getByText(/Somebody else has moved it: it is in Triage now/);
    expect(server.sent()).toHaveLength(1);
  });

  it('when the card is not ours any more, and takes it away', async () => {
    await fail({ refuse: 'not_found' });
    await waitFor(() => expect(titlesIn('New')).toEqual([TITLES.pumps]));
  });
});

describe('a move that meets a new mail', () => {
  it('is sent again with the version that the mail made', async () => {
    const server = boardServer(
      ({ body }) =>
        body['version'] === 7
          ? card({ ...valves, column: 'qualified', version: 8 })
          : { refuse: 'version_conflict' },
      threeCards(),
      { getCard: () => cardDetail({ ...valves, mail_count: 2, version: 7 }) },
    );
    await open(server);
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    await waitFor(() => expect(server.sent()).toHaveLength(2));
    await waitFor(() => expect(titlesIn('Qualified')).toContain(TITLES.valves));
    expect(screen.queryByText(/was not moved/)).toBeNull();
  });
});
