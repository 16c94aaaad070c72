import type { Card } from '@pebble/contract/cards';
import { board, card, id } from './factories.ts';
import { fakeServer, type Handler } from './fake-server.ts';

export const TITLES = { valves: 'Price for 40 valves', pumps: 'Enquiry: pumps', steel: 'Offer for steel' };

/** Three cards: two in New, one in Qualified. */
export function threeCards(): Card[] {
  const at = (minute: number): string => `2026-03-10T12:0${minute}:00.000Z`;
  return [
    card({ id: id(1), title: TITLES.valves, last_mail_at: at(3) }),
    card({ id: id(2), title: TITLES.pumps, last_mail_at: at(2) }),
    card({ id: id(3), title: TITLES.steel, last_mail_at: at(1), column: 'qualified' }),
  ];
}

/** A server with one board, and moves that the test answers. `cards` is what it would list now. */
export function boardServer(
  moveCard: Handler,
  cards: Card[] = threeCards(),
  more: Record<string, Handler> = {},
) {
  const server = fakeServer({
    listBoards: () => ({ items: [board()], next_cursor: null }),
    listCards: ({ query }) => ({
      items: cards.filter((one) => one.column === query['column']),
      next_cursor: null,
    }),
    moveCard,
    ...more,
  });
  const sent = () =>
    server.calls
      .filter((call) => call.endpoint === 'moveCard')
      .map((call) => [call.params['card_id'], call.body['to'], call.body['version']]);
  return { send: server.send, calls: server.calls, sent };
}
