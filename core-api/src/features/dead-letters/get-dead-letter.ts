import type { Death, SyncErrorDetail } from '@pebble/contract/dead-letters';
import type { z } from 'zod';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { envelopeOf } from './envelope-of.ts';
import { deadLetterRows, showDeadLetter } from './rows.ts';

/** A dead letter with what a person needs to judge it. @throws ApiProblem not_found */
export async function getDeadLetter(tx: TenantTx, id: string): Promise<SyncErrorDetail> {
  const [row] = await deadLetterRows(tx, (rows) => rows.where('s.id', id));
  if (!row) throw new ApiProblem('not_found');
  const history = await deathsOf(tx, id);
  return {
    ...showDeadLetter(row),
    traceback: history[0]?.traceback ?? '',
    envelope: row.payload_destroyed_at ? null : await envelopeOf(tx, row.inbound_id),
    edit: await editOf(tx, row.inbound_id),
    history,
  };
}

type DeathRow = Omit<z.infer<typeof Death>, 'died_at'> & { died_at: Date; sync_error_id: string };

async function deathsOf(tx: TenantTx, id: string): Promise<z.infer<typeof Death>[]> {
  const rows = await tx
    .sql<DeathRow>('sync_error_deaths')
    .where({ sync_error_id: id })
    .orderBy('number', 'desc')
    .select('number', 'died_at', 'attempts', 'fingerprint', 'error_class', 'step', 'message', 'traceback');
  return rows.map((row) => ({ ...row, died_at: row.died_at.toISOString() }));
}

type EditRow = Omit<NonNullable<SyncErrorDetail['edit']>, 'edited_at'> & { edited_at: Date };

async function editOf(tx: TenantTx, trackingId: string): Promise<SyncErrorDetail['edit']> {
  const { rows } = await tx.sql.raw<{ rows: EditRow[] }>(
    `SELECT r.version, r.format, r.bytes, r.edited_at, u.name AS edited_by FROM mail_repairs r
     LEFT JOIN users u ON 'user:' || u.id = r.edited_by WHERE r.inbound_id = ?`,
    [trackingId],
  );
  const [row] = rows;
  return row ? { ...row, edited_at: row.edited_at.toISOString() } : null;
}
