import type { TenantTx } from '../db/with-tenant.ts';
import { newId } from '../db/new-id.ts';
import { ApiProblem } from '../http/problem.ts';

/**
 * Puts a mail that was processed before in front of the flow as if it came new, inside a transaction that is rolled back: a copy
 * of its row takes its place, and what the mail itself has left behind is out of sight.
 *
 * - Its one effect is the copy's, or the copy would be a duplicate of itself.
 * - The card that it began is known by none of its keys any more, or the copy would be one more mail on it. The card of a mail
 *   that was added to one stays: the thread was there before.
 * - The mail itself counts as a copy, so that the guard against loops does not count it.
 *
 * @returns the id of the copy
 * @throws ApiProblem job_closed when the mail is not there any more
 */
export async function comesAnew(tx: TenantTx, trackingId: string): Promise<string> {
  const copy = newId();
  const { rowCount } = await tx.sql.raw<{ rowCount: number }>(COPY, [copy, trackingId]);
  if (rowCount === 0) throw new ApiProblem('job_closed', { detail: 'The mail is not there any more.' });
  await tx.sql('processed_emails').where({ inbound_id: trackingId }).update({ inbound_id: copy });
  await tx.sql('inbound_emails').where({ id: trackingId }).update({ state: 'duplicate' });
  await hideCardBegunBy(tx, trackingId);
  return copy;
}

// Without its bytes: the mail was parsed beforehand.
const COPY = `
  INSERT INTO inbound_emails (id, tenant_id, entity_id, mailbox, also_mailboxes, format, raw, from_address, from_name, subject,
                              sent_at, loop_key, opened_at, received_at, source_system, source_connection,
                              source_external_id, source_mailbox)
  SELECT ?, tenant_id, entity_id, mailbox, also_mailboxes, format, ''::bytea, from_address, from_name, subject,
         sent_at, loop_key, opened_at, received_at, source_system, source_connection, source_external_id,
         source_mailbox
  FROM inbound_emails WHERE id = ?`;

async function hideCardBegunBy(tx: TenantTx, trackingId: string): Promise<void> {
  const { rows } = await tx.sql.raw<{ rows: { id: string; thread_id: string; entity_id: string }[] }>(
    `SELECT k.id, k.thread_id, k.entity_id FROM events e JOIN cards k ON k.id = e.card_id
     WHERE e.inbound_id = ? AND e.type = 'card.created'`,
    [trackingId],
  );
  for (const { id, thread_id, entity_id } of rows) {
    const nowhere = newId();
    // A thread without a card: keys that lead there lead nowhere.
    await tx.sql('threads').insert({ id: nowhere, tenant_id: tx.scope.tenantId, entity_id });
    await tx.sql('thread_keys').where({ thread_id }).update({ thread_id: nowhere });
    await tx.sql('cards').where({ id }).update({ subject_key: null });
  }
}

/** Makes a stored version the active one, with the settings of the one before it, inside a transaction that is rolled back. */
export async function actAs(tx: TenantTx, versionId: string): Promise<void> {
  const versions = () => tx.sql<VersionRow>('flow_versions');
  const wanted = await versions().where({ id: versionId }).first('flow_id', 'active');
  if (!wanted) throw new ApiProblem('not_found', { detail: 'The version is not there any more.' });
  if (wanted.active) return;
  const active = { flow_id: wanted.flow_id, active: true };
  const before = await versions().where(active).first('knobs');
  await versions().where(active).update({ active: false });
  await versions()
    .where({ id: versionId })
    .update({ active: true, knobs: JSON.stringify(before?.knobs ?? {}) as never });
}

interface VersionRow {
  id: string;
  flow_id: string;
  active: boolean;
  knobs: Record<string, unknown>;
}
