import type { Death, SyncErrorDetail } from '@pebble/contract/dead-letters';
import type { z } from 'zod';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { deadLetterRows, showDeadLetter } from './rows.ts';

/** A dead letter with what a person needs to judge it. @throws ApiProblem not_found */
export async function getDeadLetter(tx: TenantTx, id: string): Promise<SyncErrorDetail> {
  const [row] = await deadLetterRows(tx, (rows) => rows.where('s.id', id));
  if (!row) throw new ApiProblem('not_found');
  const history = await deathsOf(tx, id);
  return {
    ...showDeadLetter(row),
    traceback: history[0]?.traceback ?? '',
    envelope: null,
    edit: null,
    history,
  };
}

type Row = Omit<z.infer<typeof Death>, 'died_at'> & { died_at: Date; sync_error_id: string };

async function deathsOf(tx: TenantTx, id: string): Promise<z.infer<typeof Death>[]> {
  const rows = await tx
    .sql<Row>('sync_error_deaths')
    .where({ sync_error_id: id })
    .orderBy('number', 'desc')
    .select('number', 'died_at', 'attempts', 'fingerprint', 'error_class', 'step', 'message', 'traceback');
  return rows.map((row) => ({ ...row, died_at: row.died_at.toISOString() }));
}
