import { call } from '@pebble/contract/client';
import { listMails } from '@pebble/contract/mails';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { PERIODS } from '../../shared/api/count-mails.ts';
import { mailKeys, type MailFilter } from '../../shared/operations-keys.ts';
import { isPeriod } from '../mail-filter.ts';

const PAGE = 50;

/** As much as is searched for, in characters. */
const LONGEST = { sender: 320, text: 200 };

/** Received mail page by page, the newest first. A page may be short, or empty, although older mail fits. */
export function mailsQuery(send: AbortableSend, filter: MailFilter) {
  const { period } = filter;
  return infiniteQueryOptions({
    queryKey: mailKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      call(withSignal(send, signal), listMails, {
        query: {
          state: filter.state ?? undefined,
          noise_kind: filter.noiseKind ?? undefined,
          sender: filter.sender.slice(0, LONGEST.sender) || undefined,
          entity_id: filter.entityId ?? undefined,
          q: filter.text.slice(0, LONGEST.text) || undefined,
          from: isPeriod(period) ? new Date(Date.now() - PERIODS[period]).toISOString() : undefined,
          cursor: pageParam,
          limit: PAGE,
        },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
