import type { Card } from '@pebble/contract/cards';
import type { Knex } from 'knex';
import type { TenantTx } from '../../db/with-tenant.ts';

/** A card joined with its board and column, as the contract shows it, plus what moving and paging need. */
export interface CardRow extends Omit<Card, 'created_at' | 'updated_at' | 'last_mail_at'> {
  created_at: Date;
  updated_at: Date;
  last_mail_at: Date;
  /** last_mail_at in full precision: a Date holds milliseconds only, and a cursor must not skip. */
  sort_key: string;
  board_id: string;
  column_id: string;
  /** The card that took this one over; it may have been merged in its turn. */
  merged_into: string | null;
}

/** All cards in scope, ready for further conditions. */
export function selectCards(tx: TenantTx): Knex.QueryBuilder<CardRow, CardRow[]> {
  return tx
    .sql('cards as k')
    .join('boards as b', (on) => on.on('b.tenant_id', 'k.tenant_id').on('b.id', 'k.board_id'))
    .join('board_columns as c', (on) =>
      on.on('c.tenant_id', 'k.tenant_id').on('c.board_id', 'k.board_id').on('c.id', 'k.column_id'),
    )
    .select(
      ...['id', 'entity_id', 'title', 'stream', 'intent', 'decided_by', 'abstained', 'reasons'].map(
        (name) => `k.${name}`,
      ),
      ...['from_name', 'from_address', 'mail_count', 'reopened', 'version'].map((name) => `k.${name}`),
      ...['created_at', 'updated_at', 'last_mail_at', 'board_id', 'column_id', 'merged_into'].map(
        (name) => `k.${name}`,
      ),
      'b.key as board',
      'c.key as column',
      // real to double precision and back would show 0.9 as 0.8999999761581421
      tx.sql.raw('round(k.probability::numeric, 4)::float8 AS probability'),
      tx.sql.raw('k.last_mail_at::text AS sort_key'),
    ) as Knex.QueryBuilder<CardRow, CardRow[]>;
}

export function toCard(row: CardRow): Card {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    last_mail_at: row.last_mail_at.toISOString(),
  };
}
