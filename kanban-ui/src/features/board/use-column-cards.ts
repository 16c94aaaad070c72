import type { Column } from '@pebble/contract/boards';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSend } from '../session/session-context.tsx';
import { cardListQuery } from '../shared/api/list-cards.ts';
import { cardsOf } from '../shared/card-pages.ts';
import { overlayColumn, type Move } from '../shared/pending-moves.ts';
import { isNarrowed, type BoardFilter } from './board-filter.ts';

/**
 * The cards that a column shows, moves in flight included, and how many there are. All columns get the same `moves`
 * from one place: were each to watch for itself, a card could for a moment stand in two of them, or in none.
 */
export function useColumnCards(board: string, column: Column, filter: BoardFilter, moves: readonly Move[]) {
  const send = useSend();
  const query = useInfiniteQuery({
    ...cardListQuery(send, { board, column: column.key, ...filter }),
    // While a search is under way the cards before it stay, instead of flashing away with each letter.
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const cards = useMemo(
    () => overlayColumn(data ? cardsOf(data) : [], column.key, moves),
    [data, column.key, moves],
  );
  return { query, cards, count: columnCount(cards.length, query.hasNextPage, column.card_count, filter) };
}

/** The server counts whole columns; of a narrowed list only the loaded part is known, hence `30+`. */
function columnCount(loaded: number, more: boolean, total: number, filter: BoardFilter): string {
  if (!more) return String(loaded);
  return isNarrowed(filter) ? `${loaded}+` : String(Math.max(loaded, total));
}
