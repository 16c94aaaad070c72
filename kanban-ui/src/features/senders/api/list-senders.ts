import { call } from '@pebble/contract/client';
import { readOperator } from '@pebble/contract/global-blacklist';
import { listMailLoops } from '@pebble/contract/noise';
import { listRefusedSenders } from '@pebble/contract/sender-checks';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { SENDER_LISTS } from '../../shared/api/sender-lists.ts';
import { senderKeys, type SenderListName } from '../../shared/operations-keys.ts';
import { readSenderPattern } from '../../shared/sender-pattern.ts';

const PAGE = 50;

/** Longest words that the lists are searched for. */
const LONGEST = 254;

/** How every list here goes on from page to page. */
const PAGED = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor ?? undefined,
};

/** Entries of a list, the newest first. `text` is a part of a pattern or a reason. */
export function entriesQuery(send: AbortableSend, list: SenderListName, text: string) {
  return infiniteQueryOptions({
    ...PAGED,
    queryKey: senderKeys.entries(list, text),
    queryFn: ({ pageParam, signal }) =>
      SENDER_LISTS[list].read(withSignal(send, signal), {
        q: asWritten(text),
        cursor: pageParam,
        limit: PAGE,
      }),
  });
}

/** Whose mail the lists refused, the latest first. */
export function refusedQuery(send: AbortableSend, text: string) {
  return infiniteQueryOptions({
    ...PAGED,
    queryKey: senderKeys.refused(text),
    queryFn: ({ pageParam, signal }) =>
      call(withSignal(send, signal), listRefusedSenders, {
        query: { q: asWritten(text), cursor: pageParam, limit: PAGE },
      }),
  });
}

/** Lists hold domains in the form of DNS, and people look for them in their own letters. */
function asWritten(text: string): string | undefined {
  const pattern = /^[\x20-\x7e]*$/.test(text) ? null : readSenderPattern(text);
  return (pattern ?? text).slice(0, LONGEST) || undefined;
}

/** Mail loops that were stopped, the latest first. */
export function loopsQuery(send: AbortableSend) {
  return infiniteQueryOptions({
    ...PAGED,
    queryKey: senderKeys.loops,
    queryFn: ({ pageParam, signal }) =>
      call(withSignal(send, signal), listMailLoops, { query: { cursor: pageParam, limit: PAGE } }),
    // It cools down by time alone.
    refetchInterval: 60_000,
  });
}

/** Whether one may change the list that holds for everybody. */
export function rightsQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: senderKeys.rights,
    queryFn: ({ signal }) => call(withSignal(send, signal), readOperator, {}),
  });
}
