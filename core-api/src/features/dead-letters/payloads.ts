import type { ReplyInput } from '@pebble/contract/endpoint';
import type { openSyncErrorPayload, SyncErrorPayload } from '@pebble/contract/dead-letters';
import { BoxBroken } from '../../crypto/aes-box.ts';
import { deadPayload } from '../../crypto/contexts.ts';
import { SealingKeyMissing, type KeyRing } from '../../crypto/key-ring.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { appendEvent } from '../events/append-event.ts';
import type { MailPayload } from '../jobs/mail-payload.ts';
import { repairedPayload } from '../jobs/mail-store.ts';

interface Kept {
  id: string;
  inbound_id: string;
  entity_id: string;
  payload_format: MailPayload['format'];
  payload_sealed: Buffer | null;
  payload_key: Buffer | null;
}

/** Decrypts a mail for a person and writes down who has read it. @throws ApiProblem */
export async function readPayload(
  tx: TenantTx,
  keyRing: KeyRing,
  id: string,
  which: SyncErrorPayload['which'],
): Promise<ReplyInput<typeof openSyncErrorPayload>> {
  const letter = await tx.sql<Kept>('sync_errors').where({ id }).first('inbound_id', 'entity_id');
  if (!letter) throw new ApiProblem('not_found');
  const payload =
    which === 'edited'
      ? await editedMail(tx, keyRing, letter.inbound_id)
      : await originalMail(tx, keyRing, id);
  if (!payload) throw new ApiProblem('not_found', { detail: 'This dead letter has not been edited.' });
  const { format, bytes } = payload;
  await appendEvent(tx, {
    type: 'dead_letter.payload_read',
    entityId: letter.entity_id,
    inboundId: letter.inbound_id,
    data: { sync_error_id: id, which, bytes: bytes.byteLength },
  });
  return { which, format, bytes: bytes.byteLength, ...encode(bytes) };
}

/** The mail as it came, from its sealed copy. @throws ApiProblem payload_destroyed, sealing_key_missing */
export async function originalMail(tx: TenantTx, keyRing: KeyRing, id: string): Promise<MailPayload> {
  const kept = await tx
    .sql<Kept>('sync_errors')
    .where({ id })
    .first('inbound_id', 'payload_format', 'payload_sealed', 'payload_key');
  if (!kept) throw new ApiProblem('not_found');
  const { payload_sealed: box, payload_key: key, payload_format: format } = kept;
  if (box === null) throw new ApiProblem('payload_destroyed');
  const context = deadPayload(tx.scope.tenantId, kept.inbound_id);
  return { format, bytes: await opened(async () => keyRing.open(context, { key, box })) };
}

/** The edited mail; null when there is none. @throws ApiProblem sealing_key_missing */
export async function editedMail(
  tx: TenantTx,
  keyRing: KeyRing,
  trackingId: string,
): Promise<MailPayload | null> {
  const repair = await tx
    .sql<{ inbound_id: string; version: number }>('mail_repairs')
    .where({ inbound_id: trackingId })
    .first('version');
  return repair ? opened(() => repairedPayload(tx, keyRing, trackingId, repair.version)) : null;
}

/** What cannot be opened is the operator's to mend, and the person should hear whose key is missing. */
async function opened<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof SealingKeyMissing) {
      throw new ApiProblem('sealing_key_missing', { detail: error.message, cause: error });
    }
    if (error instanceof BoxBroken) throw new ApiProblem('payload_damaged', { cause: error });
    throw error;
  }
}

function encode(bytes: Uint8Array): Pick<SyncErrorPayload, 'encoding' | 'content'> {
  try {
    // A byte order mark stays: what is edited and sent back must be what was there.
    const content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { encoding: 'text', content };
  } catch {
    return { encoding: 'base64', content: Buffer.from(bytes).toString('base64') };
  }
}
