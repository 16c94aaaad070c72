import type { Board } from '@pebble/contract/boards';
import type { Card, CardDetail } from '@pebble/contract/cards';
import { notifyManager, type QueryClient } from '@tanstack/react-query';
import { keys, type CardFilter, type CardListKey } from './card-keys.ts';
import { findIn, withCard, withoutCard, type CardPages } from './card-pages.ts';

interface CachedList {
  key: CardListKey;
  filter: CardFilter;
  pages: CardPages;
}

/** The newest copy of a card that any list or the drawer holds. */
export function findCard(client: QueryClient, cardId: string): Card | undefined {
  const copies = cachedLists(client).map(({ pages }) => findIn(pages, cardId));
  return [...copies, client.getQueryData<CardDetail>(keys.cardDetail(cardId))]
    .filter((card) => card !== undefined)
    .reduce<Card | undefined>(
      (best, card) => (best && best.version >= card.version ? best : card),
      undefined,
    );
}

/**
 * Brings what the server says of a card into every list, and out of those that it left. An older copy changes nothing,
 * because replies can overtake each other.
 */
export function putCard(client: QueryClient, card: Card): void {
  const known = findCard(client, card.id);
  if (known && known.version > card.version) return;
  // Told to the screen at once, so that the card never stands in two columns, or in none.
  notifyManager.batch(() => {
    putIntoLists(client, card);
    client.setQueryData<CardDetail>(keys.cardDetail(card.id), (detail) => detail && { ...detail, ...card });
  });
}

function putIntoLists(client: QueryClient, card: Card): void {
  const lists = cachedLists(client);
  // Whether words fit, only the server knows; a card that one list of a search holds fits the whole search.
  const fits = new Set(lists.filter(({ pages }) => findIn(pages, card.id)).map(({ filter }) => filter.text));
  for (const { key, filter, pages } of lists) {
    if (!inColumn(card, filter)) client.setQueryData(key, withoutCard(pages, card.id));
    else if (filter.text === '' || fits.has(filter.text)) client.setQueryData(key, withCard(pages, card));
    else void client.invalidateQueries({ queryKey: key, exact: true });
  }
}

/** Forgets a card that is not ours to see any more. */
export function dropCard(client: QueryClient, cardId: string): void {
  for (const { key, pages } of cachedLists(client)) client.setQueryData(key, withoutCard(pages, cardId));
  void client.invalidateQueries({ queryKey: keys.cardDetail(cardId) });
}

/** Counts a move before the server has counted it. */
export function countMove(client: QueryClient, boardKey: string, from: string, to: string): void {
  client.setQueryData<Board[]>(keys.boards, (boards) =>
    boards?.map((board) =>
      board.key !== boardKey
        ? board
        : {
            ...board,
            columns: board.columns.map((column) => ({
              ...column,
              card_count: column.card_count + Number(column.key === to) - Number(column.key === from),
            })),
          },
    ),
  );
}

function cachedLists(client: QueryClient): CachedList[] {
  return client.getQueriesData<CardPages>({ queryKey: keys.cardLists }).flatMap(([key, pages]) => {
    const listKey = key as CardListKey;
    return pages ? [{ key: listKey, filter: listKey[1], pages }] : [];
  });
}

function inColumn(card: Card, filter: CardFilter): boolean {
  return (
    card.board === filter.board &&
    card.column === filter.column &&
    (filter.entityId === null || filter.entityId === card.entity_id)
  );
}
