import type { LinkedCard } from '@pebble/contract/cards';
import type { TenantTx } from '../../db/with-tenant.ts';

export interface CardLinks {
  linked: LinkedCard[];
  also_elsewhere: boolean;
}

/**
 * The cards that have to do with a card, as far as the caller may see them.
 *
 * That two entities received the same mail is not stored as a link: it follows from processed_emails, which holds the mail's
 * key once for each entity. So it is true in both directions from the moment that both have their card, and no worker has to
 * write into another entity. What lies outside of the caller's scope is one bit, through a door.
 */
export async function linksOfCard(tx: TenantTx, cardId: string): Promise<CardLinks> {
  const [linked, elsewhere] = await Promise.all([
    tx.sql.raw<{ rows: LinkedCard[] }>(LINKED, [cardId, cardId, cardId]),
    tx.sql.raw<{ rows: { told: boolean }[] }>('SELECT door_mail_elsewhere(?) AS told', [cardId]),
  ]);
  return { linked: linked.rows, also_elsewhere: elsewhere.rows[0]?.told ?? false };
}

// Names from `cards` are resolved at the end: a linked card may have been merged into another meanwhile.
const LINKED = `
  WITH other AS (
    SELECT live_card(i.card_id) AS id, 'same_mail' AS why
    FROM emails m
    JOIN entities e ON e.tenant_id = m.tenant_id AND e.id <> m.entity_id
    JOIN processed_emails p ON p.tenant_id = m.tenant_id AND p.entity_id = e.id AND p.key_hash = m.mail_key
    JOIN inbound_emails i ON i.id = p.inbound_id AND i.card_id IS NOT NULL
    WHERE m.card_id = ?
    UNION
    SELECT live_card(l.other_card_id), 'same_thread'
    FROM card_links l WHERE l.tenant_id = (SELECT scope_tenant()) AND l.card_id IN (SELECT cards_within(?))
  )
  SELECT k.id AS card_id, k.entity_id, k.title, b.key AS board, c.key AS "column", o.why
  FROM other o
  JOIN cards k ON k.id = o.id
  JOIN boards b ON b.tenant_id = k.tenant_id AND b.id = k.board_id
  JOIN board_columns c ON c.tenant_id = k.tenant_id AND c.board_id = k.board_id AND c.id = k.column_id
  WHERE k.id <> ? ORDER BY o.why, k.created_at, k.id`;
