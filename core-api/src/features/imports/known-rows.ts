import type { TenantTx } from '../../db/with-tenant.ts';

/** The row that has taken a mail in before, in this import or an earlier one. */
export interface KnownRow {
  import_id: string;
  row_number: number;
  /** Null in a shadow run. */
  tracking_id: string | null;
}

/**
 * Rows of the same keys that were accepted, or, within this import, would have been. One whose mail could not be processed does
 * not count: sending a mail again is how people repair that.
 *
 * @returns by `keyText`
 */
export async function findKnownRows(
  tx: TenantTx,
  importId: string,
  keys: readonly Buffer[],
): Promise<Map<string, KnownRow>> {
  if (keys.length === 0) return new Map();
  const { rows } = await tx.sql.raw<{ rows: (KnownRow & { mail_key: Buffer })[] }>(
    `SELECT DISTINCT ON (r.mail_key) r.mail_key, r.import_id, r.row_number, r.tracking_id
     FROM import_rows r
     LEFT JOIN inbound_emails i ON i.tenant_id = r.tenant_id AND i.id = r.tracking_id
     WHERE r.mail_key = ANY (?)
       AND CASE WHEN r.result = 'accepted' THEN i.state <> 'dead' ELSE r.import_id = ? END
     ORDER BY r.mail_key, r.created_at, r.row_number`,
    [keys as Buffer[], importId],
  );
  return new Map(rows.map(({ mail_key, ...row }) => [keyText(mail_key), row]));
}

export function keyText(key: Buffer): string {
  return key.toString('base64');
}
