import { call } from '@pebble/contract/client';
import { listMailboxes } from '@pebble/contract/mailboxes';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { mailboxesKey } from '../operations-keys.ts';

/** The addresses that imports, sources and mail accounts can be for. */
export function mailboxesQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: mailboxesKey,
    queryFn: async ({ signal }) => (await call(withSignal(send, signal), listMailboxes, {})).items,
    staleTime: 60_000,
  });
}
