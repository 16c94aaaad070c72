import { call } from '@pebble/contract/client';
import { listRedrives } from '@pebble/contract/redrives';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { redriveKeys } from '../operations-keys.ts';

const LATEST = 20;

/** The redrives that were started last, newest first. */
export function latestRedrivesQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: redriveKeys.latest,
    queryFn: async ({ signal }) =>
      (await call(withSignal(send, signal), listRedrives, { query: { limit: LATEST } })).items,
  });
}
