import type { RowResult } from '@pebble/contract/imports';
import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvents, type NewEvent } from '../events/append-event.ts';

/** What became of a row. */
export interface RowOutcome {
  result: RowResult;
  reason?: string | null;
  /** Of the accepted mail, or of the first copy. */
  trackingId?: string | null;
  board?: string | null;
  column?: string | null;
  /** What later rows are held against, to know a copy. */
  key?: Buffer | null;
}

export interface PlacedOutcome extends RowOutcome {
  row: number;
  line: number;
}

/** True when the row's mail is in, or would be: an equal row is a copy of it. */
export function isTaken({ result }: RowOutcome): boolean {
  return result === 'accepted' || result.startsWith('would_');
}

/** Writes the report of a batch, and for each copy the event that a repeat writes, on the mail that it repeats. */
export async function writeOutcomes(
  tx: TenantTx,
  { id, entityId }: { id: string; entityId: string },
  outcomes: readonly PlacedOutcome[],
): Promise<void> {
  const rows = outcomes.map((one) => ({
    row_number: one.row,
    line: one.line,
    result: one.result,
    reason: one.reason ?? null,
    tracking_id: one.trackingId ?? null,
    board: one.board ?? null,
    board_column: one.column ?? null,
    mail_key: isTaken(one) ? (one.key?.toString('hex') ?? null) : null,
  }));
  // One statement whatever their number, so that it is prepared once.
  await tx.sql.raw(
    `INSERT INTO import_rows (tenant_id, entity_id, import_id, row_number, line, result, reason, tracking_id, board, board_column, mail_key)
     SELECT ?, ?, ?, row_number, line, result, reason, tracking_id, board, board_column, decode(mail_key, 'hex')
     FROM jsonb_to_recordset(?::jsonb) AS r (row_number integer, line integer, result text, reason text, tracking_id uuid,
                                             board text, board_column text, mail_key text)`,
    [tx.scope.tenantId, entityId, id, JSON.stringify(rows)],
  );
  await logCopies(
    tx,
    id,
    outcomes.filter(({ result, trackingId }) => result === 'duplicate' && trackingId),
  );
}

async function logCopies(tx: TenantTx, importId: string, copies: readonly PlacedOutcome[]): Promise<void> {
  if (copies.length === 0) return;
  const firsts = await tx
    .sql<{ id: string; entity_id: string; card_id: string | null }>('inbound_emails')
    .whereIn(
      'id',
      copies.map(({ trackingId }) => trackingId ?? ''),
    )
    .select('id', 'entity_id', 'card_id');
  const byId = new Map(firsts.map((first) => [first.id, first]));
  const events = copies.flatMap(({ trackingId, row }): NewEvent[] => {
    const first = byId.get(trackingId ?? '');
    if (!first) return [];
    return [
      {
        type: 'mail.duplicate_ignored',
        entityId: first.entity_id,
        inboundId: first.id,
        cardId: first.card_id,
        data: { import_id: importId, row },
      },
    ];
  });
  await appendEvents(tx, events);
}
