import { call, type Send } from '@pebble/contract/client';
import { rehearseSyncError } from '@pebble/contract/dead-letters';
import type { Rehearsal } from '@pebble/contract/rehearsal';

/** Asks what a redrive would make of a dead letter now, edited or as it came. @throws ApiError `job_closed`, `not_ready` */
export function requestRehearsal(send: Send, id: string, edited: boolean): Promise<Rehearsal> {
  return call(send, rehearseSyncError, { params: { sync_error_id: id }, body: { edited } });
}
