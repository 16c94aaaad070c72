import type { InboundState } from '@pebble/contract/ingestion';
import type { TenantTx } from '../db/with-tenant.ts';
import { resolve } from './redrive-resolve.ts';

interface UnderWay {
  position: number;
  sync_error_id: string;
  inbound_id: string;
  entity_id: string;
  died_again: boolean;
  error_class: string;
  message: string;
  state: InboundState;
  reason: string | null;
}

/** Looks what has become of the mails under way, and writes it down: an outcome resolves the dead letter. */
export async function settleItems(tx: TenantTx, redrive: { id: string; created_by: string }): Promise<void> {
  const { rows } = await tx.sql.raw<{ rows: UnderWay[] }>(
    `SELECT r.position, r.sync_error_id, r.inbound_id, r.entity_id, s.deaths > r.deaths AS died_again, s.error_class, s.message,
            i.state, i.reason
     FROM redrive_items r
     JOIN sync_errors s ON s.tenant_id = r.tenant_id AND s.id = r.sync_error_id
     JOIN inbound_emails i ON i.tenant_id = r.tenant_id AND i.id = r.inbound_id
     WHERE r.redrive_id = ? AND r.state = 'under_way' AND (s.deaths > r.deaths OR i.state IN ('done', 'duplicate', 'ignored'))
     ORDER BY r.position LIMIT ?`,
    [redrive.id, MOST],
  );
  for (const row of rows) {
    const reason = row.died_again ? `${row.error_class}: ${row.message}` : outcome(row);
    await tx
      .sql('redrive_items')
      .where({ redrive_id: redrive.id, position: row.position })
      .update({ state: row.died_again ? 'died' : 'succeeded', reason, settled_at: tx.sql.fn.now() });
    if (row.died_again) continue;
    const letter = { id: row.sync_error_id, entityId: row.entity_id, inboundId: row.inbound_id };
    await resolve(tx, { ...letter, createdBy: redrive.created_by }, reason);
  }
}

const MOST = 200;

function outcome({ state, reason }: UnderWay): string {
  if (state === 'done') return 'Its mail is on a card.';
  return state === 'duplicate' ? 'Its mail was a copy of another.' : `Its mail was ignored: ${reason ?? ''}`;
}

/** Why the first of a redrive's mails died again, in the words of its error. */
export async function firstDeath(tx: TenantTx, redriveId: string): Promise<string> {
  const item = await tx
    .sql<{ redrive_id: string; state: string; position: number; reason: string }>('redrive_items')
    .where({ redrive_id: redriveId, state: 'died' })
    .orderBy('position')
    .first('reason');
  return item?.reason ?? '';
}
