import { repairPayload } from '../../crypto/contexts.ts';
import type { KeyRing } from '../../crypto/key-ring.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { appendEvent } from '../events/append-event.ts';
import type { MailPayload } from '../jobs/mail-payload.ts';

interface OpenLetter {
  id: string;
  inbound_id: string;
  entity_id: string;
  status: string;
  version: number;
}

/**
 * Keeps an edited mail, sealed, beside the original. It counts from the next redrive on.
 *
 * @param version of the dead letter that the person has seen
 * @throws ApiProblem not_found, dead_letter_closed, version_conflict
 */
export async function saveEdit(
  tx: TenantTx,
  keyRing: KeyRing,
  id: string,
  version: number,
  { format, bytes }: MailPayload,
): Promise<void> {
  const letter = await lockOpen(tx, id, version);
  const next = letter.version + 1;
  const sealed = keyRing.seal(repairPayload(tx.scope.tenantId, letter.inbound_id, next), bytes);
  const content = {
    version: next,
    format,
    bytes: bytes.byteLength,
    payload_sealed: sealed.box,
    payload_key: sealed.key,
    payload_key_id: keyRing.current,
    edited_by: tx.scope.actor,
    edited_at: tx.sql.fn.now(),
  };
  await tx
    .sql('mail_repairs')
    .insert({
      tenant_id: tx.scope.tenantId,
      entity_id: letter.entity_id,
      inbound_id: letter.inbound_id,
      ...content,
    })
    .onConflict(['tenant_id', 'inbound_id'])
    .merge(content);
  await tx.sql('sync_errors').where({ id }).update({ version: next });
  await appendEvent(tx, {
    type: 'dead_letter.edited',
    entityId: letter.entity_id,
    inboundId: letter.inbound_id,
    data: { sync_error_id: id, version: next, format, bytes: bytes.byteLength },
  });
}

/** Throws the edit away. Repeating it changes nothing. @throws ApiProblem not_found, dead_letter_closed, version_conflict */
export async function dropEdit(tx: TenantTx, id: string, version: number): Promise<void> {
  const letter = await lockOpen(tx, id, version);
  const dropped = await tx.sql('mail_repairs').where({ inbound_id: letter.inbound_id }).delete();
  if (dropped === 0) {
    tx.unchanged = true;
    return;
  }
  await tx
    .sql('sync_errors')
    .where({ id })
    .update({ version: letter.version + 1 });
  await appendEvent(tx, {
    type: 'dead_letter.edit_dropped',
    entityId: letter.entity_id,
    inboundId: letter.inbound_id,
    data: { sync_error_id: id },
  });
}

async function lockOpen(tx: TenantTx, id: string, version: number): Promise<OpenLetter> {
  const letter = await tx
    .sql<OpenLetter>('sync_errors')
    .where({ id })
    .forUpdate()
    .first('id', 'inbound_id', 'entity_id', 'status', 'version');
  if (!letter) throw new ApiProblem('not_found');
  if (letter.status !== 'open')
    throw new ApiProblem('dead_letter_closed', { detail: `It is ${letter.status}.` });
  if (letter.version !== version) {
    throw new ApiProblem('version_conflict', {
      detail: `The dead letter is at version ${letter.version}, your edit is based on ${version}.`,
    });
  }
  return letter;
}
