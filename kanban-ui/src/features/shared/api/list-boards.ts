import { listBoards } from '@pebble/contract/boards';
import { call } from '@pebble/contract/client';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { keys } from '../card-keys.ts';

/** Boards with their columns, legal moves and counts. */
export function boardsQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: keys.boards,
    queryFn: async ({ signal }) => (await call(withSignal(send, signal), listBoards, {})).items,
  });
}
