import type { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it } from 'vitest';
import { board, card, cardDetail, id } from '../../testing/factories.ts';
import { testClient } from '../../testing/render-with.tsx';
import { countMove, dropCard, findCard, putCard } from './card-cache.ts';
import { keys, type CardFilter } from './card-keys.ts';
import { cardsOf, type CardPages } from './card-pages.ts';

const EUROPE = id(902);
const filter = (column: string, rest: Partial<CardFilter> = {}): CardFilter => ({
  ...{ board: 'crm', column, entityId: null, text: '' },
  ...rest,
});
let client: QueryClient;
const hold = (of: CardFilter, ...cards: ReturnType<typeof card>[]) =>
  client.setQueryData<CardPages>(keys.cardList(of), {
    pages: [{ items: cards, next_cursor: null }],
    pageParams: [undefined],
  });
const held = (of: CardFilter) => {
  const pages = client.getQueryData<CardPages>(keys.cardList(of));
  return pages && cardsOf(pages).map((one) => one.id);
};

beforeEach(() => {
  client = testClient();
});

describe('putting a card into the cache', () => {
  it('moves it from the list of its old column to that of the new one', () => {
    hold(filter('new'), card());
    hold(filter('qualified'));
    putCard(client, card({ column: 'qualified', version: 2 }));
    expect(held(filter('new'))).toEqual([]);
    expect(held(filter('qualified'))).toEqual([id(1)]);
  });

  it('keeps it out of lists of another entity or board', () => {
    hold(filter('new', { entityId: EUROPE }));
    hold(filter('new', { board: 'erp' }));
    putCard(client, card());
    expect(held(filter('new', { entityId: EUROPE }))).toEqual([]);
    expect(held(filter('new', { board: 'erp' }))).toEqual([]);
  });

  it('ignores a reply that was overtaken by a newer one', () => {
    hold(filter('new'), card({ version: 5 }));
    putCard(client, card({ column: 'qualified', version: 4 }));
    expect(held(filter('new'))).toEqual([id(1)]);
  });

  it('keeps a card that a search has found within that search', () => {
    hold(filter('new', { text: 'valve' }), card());
    hold(filter('qualified', { text: 'valve' }));
    putCard(client, card({ column: 'qualified', version: 2 }));
    expect(held(filter('qualified', { text: 'valve' }))).toEqual([id(1)]);
  });

  it('leaves it to the server whether a new card fits a search', () => {
    const searched = filter('new', { text: 'valve' });
    hold(searched);
    putCard(client, card());
    expect(held(searched)).toEqual([]);
    expect(client.getQueryState(keys.cardList(searched))?.isInvalidated).toBe(true);
  });

  it('brings the open drawer along and keeps its mails', () => {
    client.setQueryData(keys.cardDetail(id(1)), cardDetail());
    putCard(client, card({ column: 'qualified', version: 2 }));
    expect(client.getQueryData(keys.cardDetail(id(1)))).toMatchObject({
      column: 'qualified',
      mails: cardDetail().mails,
    });
  });
});

describe('the cache', () => {
  it('finds the newest copy of a card', () => {
    hold(filter('new'), card({ version: 1 }));
    client.setQueryData(keys.cardDetail(id(1)), cardDetail({ version: 3 }));
    expect(findCard(client, id(1))?.version).toBe(3);
    expect(findCard(client, id(2))).toBeUndefined();
  });

  it('drops a card from all lists', () => {
    hold(filter('new'), card(), card({ id: id(2) }));
    dropCard(client, id(1));
    expect(held(filter('new'))).toEqual([id(2)]);
  });

  it('counts a move before the server does', () => {
    client.setQueryData(keys.boards, [board()]);
    countMove(client, 'crm', 'new', 'qualified');
    const [crm] = client.getQueryData<ReturnType<typeof board>[]>(keys.boards) ?? [];
    expect(crm?.columns.map((column) => column.card_count)).toEqual([0, -1, 1, 0]);
  });
});
