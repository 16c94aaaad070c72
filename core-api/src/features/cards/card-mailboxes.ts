import type { TenantTx } from '../../db/with-tenant.ts';

/**
 * Our mailboxes that received a card's mails. Read off the inbound mails each time, copies included, so that a copy counts
 * whether it was worked on before or after the mail that has the card.
 */
export async function mailboxesOfCard(tx: TenantTx, cardId: string): Promise<string[]> {
  const { rows } = await tx.sql.raw<{ rows: { address: string }[] }>(
    // A copy of a copy happens when a mail died and one of its copies took over from it.
    `WITH RECURSIVE received AS (
       SELECT inbound_id AS id FROM emails WHERE card_id = ?
       UNION
       SELECT i.id FROM received r JOIN inbound_emails i
         ON i.tenant_id = (SELECT scope_tenant()) AND i.duplicate_of = r.id
     )
     SELECT DISTINCT address FROM received r JOIN inbound_emails i ON i.id = r.id
     CROSS JOIN LATERAL unnest(array_append(i.also_mailboxes, i.mailbox)) AS address
     WHERE address IS NOT NULL ORDER BY address`,
    [cardId],
  );
  return rows.map((row) => row.address);
}
