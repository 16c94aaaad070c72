import { call, type Send } from '@pebble/contract/client';
import { openSyncErrorPayload, type SyncErrorPayload } from '@pebble/contract/dead-letters';

/**
 * Decrypts and reads the mail of a dead letter. Each call is written down, so it is made when a person asks for it, and never
 * to refresh anything.
 *
 * @throws ApiError `payload_destroyed`, `sealing_key_missing`, `not_found`
 */
export function requestPayload(
  send: Send,
  id: string,
  which: SyncErrorPayload['which'],
): Promise<SyncErrorPayload> {
  return call(send, openSyncErrorPayload, { params: { sync_error_id: id }, body: { which } });
}
