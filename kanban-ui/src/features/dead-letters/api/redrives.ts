import { call, type Send } from '@pebble/contract/client';
import type { SyncErrorSelection } from '@pebble/contract/dead-letters';
import {
  getRedrive,
  listRedriveItems,
  startRedrive,
  stopRedrive,
  type Redrive,
  type RedriveItemState,
} from '@pebble/contract/redrives';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { redriveKeys } from '../../shared/operations-keys.ts';

const PAGE = 50;

export function redriveQuery(send: AbortableSend, id: string) {
  return queryOptions({
    queryKey: redriveKeys.one(id),
    queryFn: ({ signal }) => call(withSignal(send, signal), getRedrive, { params: { redrive_id: id } }),
  });
}

/** What became of each mail of a redrive, in the order of sending. */
export function redriveItemsQuery(send: AbortableSend, id: string, state: RedriveItemState | null) {
  return infiniteQueryOptions({
    queryKey: redriveKeys.items(id, state),
    queryFn: ({ pageParam, signal }) =>
      call(withSignal(send, signal), listRedriveItems, {
        params: { redrive_id: id },
        query: { state: state ?? undefined, cursor: pageParam, limit: PAGE },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** @param rate mails per second once the canaries are through. @throws ApiError `nothing_to_redrive` */
export function requestRedrive(send: Send, selection: SyncErrorSelection, rate: number): Promise<Redrive> {
  return call(send, startRedrive, { body: { selection, rate_per_second: rate } });
}

/** Sends no more of it; what is under way runs to its end. */
export function requestStop(send: Send, id: string): Promise<Redrive> {
  return call(send, stopRedrive, { params: { redrive_id: id } });
}
