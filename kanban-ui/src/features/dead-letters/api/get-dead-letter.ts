import { call } from '@pebble/contract/client';
import { getSyncError } from '@pebble/contract/dead-letters';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { letterKeys } from '../../shared/operations-keys.ts';

/** A dead letter with traceback, envelope and history, without its mail. */
export function deadLetterQuery(send: AbortableSend, id: string) {
  return queryOptions({
    queryKey: letterKeys.one(id),
    queryFn: ({ signal }) => call(withSignal(send, signal), getSyncError, { params: { sync_error_id: id } }),
  });
}
