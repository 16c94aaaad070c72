import { call, type Send } from '@pebble/contract/client';
import { dropSyncErrorEdit, editSyncErrorPayload, type SyncErrorDetail } from '@pebble/contract/dead-letters';
import type { AbortableSend } from '../../../lib/fetch-send.ts';
import { withBody } from '../../../lib/with-body.ts';

type Format = SyncErrorDetail['payload_format'];

const TYPES = { json: 'application/json', rfc822: 'message/rfc822' } as const;

// The mail goes as it was written, byte for byte; withBody puts it in the place of this.
const BODY = { subject: '', from: '', body: '' };

/**
 * Keeps an edited mail beside the original.
 *
 * @param version the version of the dead letter that the edit is based on
 * @throws ApiError `version_conflict`, `dead_letter_closed`, `invalid_request` with the fields that do not fit
 */
export function requestEdit(
  send: AbortableSend,
  id: string,
  edit: { version: number; format: Format; mail: string | Blob },
): Promise<SyncErrorDetail> {
  return call(withBody(send, TYPES[edit.format], edit.mail), editSyncErrorPayload, {
    params: { sync_error_id: id },
    query: { version: edit.version },
    body: BODY,
  });
}

/** Throws the edited mail away. @throws ApiError `version_conflict`, `dead_letter_closed` */
export function requestDropEdit(send: Send, id: string, version: number): Promise<SyncErrorDetail> {
  return call(send, dropSyncErrorEdit, { params: { sync_error_id: id }, query: { version } });
}
