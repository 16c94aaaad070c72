import { listCards } from '@pebble/contract/cards';
import { call } from '@pebble/contract/client';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { keys, type CardFilter } from '../card-keys.ts';

const PAGE = 30;

/** The cards of one column, page by page: each column scrolls and counts for itself, however full the board is. */
export function cardListQuery(send: AbortableSend, filter: CardFilter) {
  return infiniteQueryOptions({
    queryKey: keys.cardList(filter),
    queryFn: ({ pageParam, signal }) =>
      call(withSignal(send, signal), listCards, {
        query: {
          board: filter.board,
          column: filter.column,
          entity_id: filter.entityId ?? undefined,
          text: filter.text || undefined,
          cursor: pageParam,
          limit: PAGE,
        },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
