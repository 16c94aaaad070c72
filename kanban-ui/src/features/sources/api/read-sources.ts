import { call } from '@pebble/contract/client';
import { listMailAccountReports, listMailAccounts } from '@pebble/contract/mail-accounts';
import { listSourceReports, listSources } from '@pebble/contract/sources';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { sourceKeys } from '../../shared/operations-keys.ts';

/** A way by which mail comes in. */
export type Door = 'webhooks' | 'accounts';

/** No event tells how many mails a door has seen, nor how its connection is doing; in milliseconds. */
const LOOK_MS = 10_000;
const PAGE = 20;

export function webhooksQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: sourceKeys.webhooks,
    queryFn: async ({ signal }) => (await call(withSignal(send, signal), listSources, {})).items,
    refetchInterval: LOOK_MS,
  });
}

export function accountsQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: sourceKeys.accounts,
    queryFn: async ({ signal }) => (await call(withSignal(send, signal), listMailAccounts, {})).items,
    refetchInterval: LOOK_MS,
  });
}

/** What a door has refused, or found in shadow mode, newest first. */
export function reportsQuery(send: AbortableSend, door: Door, id: string) {
  return infiniteQueryOptions({
    queryKey: sourceKeys.reports(door, id),
    queryFn: ({ pageParam, signal }) => {
      const query = { cursor: pageParam, limit: PAGE };
      const from = withSignal(send, signal);
      return door === 'webhooks'
        ? call(from, listSourceReports, { params: { source_id: id }, query })
        : call(from, listMailAccountReports, { params: { account_id: id }, query });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state: { data } }) => ((data?.pages.length ?? 1) > 1 ? false : LOOK_MS),
  });
}
