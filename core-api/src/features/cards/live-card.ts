import type { TenantTx } from '../../db/with-tenant.ts';

/** The card at the end of the way that mergers have left, where a card's mails are now: itself, if it was never merged. */
export async function liveCard(tx: TenantTx, cardId: string): Promise<string> {
  const { rows } = await tx.sql.raw<{ rows: { id: string | null }[] }>('SELECT live_card(?) AS id', [cardId]);
  const id = rows[0]?.id;
  if (!id) throw new Error('a card is gone, though cards are never deleted');
  return id;
}
