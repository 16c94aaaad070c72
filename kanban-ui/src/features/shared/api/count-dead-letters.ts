import { call } from '@pebble/contract/client';
import { countSyncErrors } from '@pebble/contract/dead-letters';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { operationsKeys } from '../operations-keys.ts';

/** How many dead letters wait, and how they ended. */
export function deadLetterCountQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: operationsKeys.deadLetterCount,
    queryFn: ({ signal }) => call(withSignal(send, signal), countSyncErrors, {}),
  });
}
