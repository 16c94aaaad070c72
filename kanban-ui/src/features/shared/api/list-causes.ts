import { call } from '@pebble/contract/client';
import { listSyncErrorCauses } from '@pebble/contract/dead-letters';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { letterKeys, type CauseFilter } from '../operations-keys.ts';

/** What mails died of, the most frequent first. */
export function causesQuery(send: AbortableSend, filter: CauseFilter) {
  return queryOptions({
    queryKey: letterKeys.causes(filter),
    queryFn: async ({ signal }) => {
      const query = { status: filter.status, entity_id: filter.entityId ?? undefined };
      return (await call(withSignal(send, signal), listSyncErrorCauses, { query })).items;
    },
  });
}
