import type { TenantTx } from '../../db/with-tenant.ts';

/** A card that is locked until the transaction ends, where it lies now. */
export interface LockedCard {
  id: string;
  board_id: string;
  board: string;
  column: string;
  is_terminal: boolean;
}

/** Locks a card, or the one at the end of the way when it was merged into another, also while this waited for it. */
export async function lockCard(tx: TenantTx, cardId: string): Promise<LockedCard> {
  // The lock has a step of its own, whose row is as fresh as the lock: a join that waits for a lock would look for the column
  // that the card has left meanwhile, and find no card at all.
  const { rows } = await tx.sql.raw<{ rows: (LockedCard & { merged_into: string | null })[] }>(
    `WITH card AS (SELECT id, tenant_id, board_id, column_id, merged_into FROM cards WHERE id = ? FOR NO KEY UPDATE)
     SELECT k.id, k.board_id, b.key AS board, c.key AS "column", c.is_terminal, k.merged_into FROM card k
     JOIN boards b ON b.tenant_id = k.tenant_id AND b.id = k.board_id
     JOIN board_columns c ON c.tenant_id = k.tenant_id AND c.board_id = k.board_id AND c.id = k.column_id`,
    [cardId],
  );
  const [row] = rows;
  if (!row) throw new Error('a card is gone, though cards are never deleted');
  const { merged_into, ...card } = row;
  return merged_into === null ? card : lockCard(tx, merged_into);
}
