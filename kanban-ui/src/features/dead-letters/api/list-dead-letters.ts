import { call } from '@pebble/contract/client';
import { listSyncErrors } from '@pebble/contract/dead-letters';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { letterKeys, type LetterFilter } from '../../shared/operations-keys.ts';

const PAGE = 50;

/** Dead letters page by page, those that died last first. */
export function deadLettersQuery(send: AbortableSend, filter: LetterFilter) {
  return infiniteQueryOptions({
    queryKey: letterKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      call(withSignal(send, signal), listSyncErrors, {
        query: {
          status: filter.status ?? undefined,
          fingerprint: filter.fingerprint ?? undefined,
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
