import type { DoorMode } from '@pebble/contract/door-values';
import type { TenantTx } from '../../db/with-tenant.ts';

/** A mail that could not be read and waits for its next try, while the following ones are read. */
export interface Aside {
  uid: number;
  tries: number;
  /** Instants, in milliseconds since 1970. */
  first_at: number;
  next_at: number;
}

/** How far a folder is read. */
export interface Position {
  uidValidity: number;
  /** Every mail up to this number was taken, refused, or put aside. */
  lastUid: number;
  aside: Aside[];
}

interface Row {
  account_id: string;
  mode: DoorMode;
  uid_validity: number;
  last_uid: number;
  aside: Aside[];
  updated_at: Date;
}

export async function loadPosition(
  tx: TenantTx,
  accountId: string,
  mode: DoorMode,
): Promise<(Position & { updatedAt: Date }) | null> {
  const row = await tx.sql<Row>('mail_cursors').where({ account_id: accountId, mode }).first();
  if (!row) return null;
  return {
    uidValidity: row.uid_validity,
    lastUid: row.last_uid,
    aside: row.aside,
    updatedAt: row.updated_at,
  };
}

/** Writes a position that replaces whatever was there: at the start, and when numbers have changed their meaning. */
export async function putPosition(
  tx: TenantTx,
  accountId: string,
  mode: DoorMode,
  position: Position,
): Promise<void> {
  await tx.sql.raw(
    `INSERT INTO mail_cursors (tenant_id, account_id, mode, uid_validity, last_uid, aside) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (tenant_id, account_id, mode) DO UPDATE
     SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, aside = excluded.aside, updated_at = now()`,
    [
      ...[tx.scope.tenantId, accountId, mode, position.uidValidity, position.lastUid],
      JSON.stringify(position.aside),
    ],
  );
}

/**
 * Moves the position on. It never goes back, and a reader whose lease has gone to another process, or whose position was
 * reset by a person meanwhile, moves nothing: what it has accepted is recognised when it is read again.
 */
export async function advance(
  tx: TenantTx,
  accountId: string,
  mode: DoorMode,
  position: Position,
): Promise<boolean> {
  const { rowCount } = await tx.sql.raw<{ rowCount: number }>(
    `UPDATE mail_cursors SET last_uid = greatest(last_uid, ?), aside = ?, updated_at = now()
     WHERE account_id = ? AND mode = ? AND uid_validity = ?`,
    [position.lastUid, JSON.stringify(position.aside), accountId, mode, position.uidValidity],
  );
  return rowCount > 0;
}
