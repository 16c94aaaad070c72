import type { Body, Query, ReplyInput } from '@pebble/contract/endpoint';
import type {
  listRedriveItems,
  listRedrives,
  Redrive,
  RedriveState,
  startRedrive,
} from '@pebble/contract/redrives';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { decodeCursor, refuseCursor, toPage } from '../../http/cursor.ts';
import { ApiProblem } from '../../http/problem.ts';
import { appendEvent } from '../events/append-event.ts';
import { stop } from '../../worker/redrive.ts';
import { redriveRows, showItem, showRedrive, type ItemRow } from './redrive-rows.ts';
import { selected } from './selection.ts';

/**
 * Writes down what is to be redriven, oldest first; a worker does it. What died with what was chosen is fixed now: mails that
 * die later of the same have not been looked at by anybody.
 *
 * @throws ApiProblem nothing_to_redrive
 */
export async function begin(
  tx: TenantTx,
  { selection, rate_per_second }: Body<typeof startRedrive>,
): Promise<Redrive> {
  const id = newId();
  const { tenantId, actor } = tx.scope;
  const redrive = {
    id,
    tenant_id: tenantId,
    selection: JSON.stringify(selection),
    rate_per_second,
    created_by: actor,
  };
  await tx.sql('redrives').insert(redrive);
  const chosen = selected(tx, selection).select(
    ...['s.tenant_id', 's.entity_id', 's.id', 's.inbound_id'],
    tx.sql.raw('row_number() OVER (ORDER BY s.created_at, s.id)'),
    tx.sql.raw('?::uuid', [id]),
  );
  const columns = 'tenant_id, entity_id, sync_error_id, inbound_id, position, redrive_id';
  const { rowCount } = await tx.sql.raw<{ rowCount: number }>(`INSERT INTO redrive_items (${columns}) ?`, [
    chosen,
  ] as never);
  if (rowCount === 0) throw new ApiProblem('nothing_to_redrive');
  await appendEvent(tx, {
    type: 'redrive.started',
    data: { redrive_id: id, selection, mails: rowCount, rate_per_second },
  });
  return getRedrive(tx, id);
}

/** @throws ApiProblem not_found */
export async function getRedrive(tx: TenantTx, id: string): Promise<Redrive> {
  const [row] = await redriveRows(tx, (rows) => rows.where('r.id', id));
  if (!row) throw new ApiProblem('not_found');
  return showRedrive(row);
}

export async function findRedrives(
  tx: TenantTx,
  { cursor, limit, state }: Query<typeof listRedrives>,
): Promise<ReplyInput<typeof listRedrives>> {
  const found = await redriveRows(tx, (rows) => {
    const chosen = rows.orderByRaw('r.created_at DESC, r.id DESC').limit(limit + 1);
    if (state !== undefined) void chosen.where('r.state', state);
    if (cursor !== undefined)
      void chosen.whereRaw('(r.created_at, r.id) < (?::timestamptz, ?::uuid)', decodeCursor(cursor));
    return chosen;
  });
  const page = toPage(found, limit, (row) => [row.sort_key, row.id]);
  return { items: page.rows.map(showRedrive), next_cursor: page.next_cursor };
}

/** Sends no more of it. Repeating it, or stopping what is over, changes nothing. @throws ApiProblem not_found */
export async function stopRedrive(tx: TenantTx, id: string): Promise<Redrive> {
  const redrive = await tx
    .sql<{ id: string; state: RedriveState }>('redrives')
    .where({ id })
    .forUpdate()
    .first('state');
  if (!redrive) throw new ApiProblem('not_found');
  if (redrive.state === 'running') await stop(tx, id, 'A person has stopped it.');
  else tx.unchanged = true;
  return getRedrive(tx, id);
}

/** @throws ApiProblem not_found */
export async function findItems(
  tx: TenantTx,
  id: string,
  { cursor, limit, state }: Query<typeof listRedriveItems>,
): Promise<ReplyInput<typeof listRedriveItems>> {
  if (!(await tx.sql('redrives').where({ id }).first('id'))) throw new ApiProblem('not_found');
  const found = tx
    .sql<ItemRow>('redrive_items')
    .where({ redrive_id: id })
    .orderBy('position')
    .limit(limit + 1)
    .select('sync_error_id', 'inbound_id', 'position', 'state', 'edited', 'reason', 'sent_at', 'settled_at');
  if (state !== undefined) void found.where({ state });
  if (cursor !== undefined) void found.where('position', '>', decodeNumberCursor(cursor));
  const page = toPage(await found, limit, (row) => [String(row.position)]);
  return { items: page.rows.map(showItem), next_cursor: page.next_cursor };
}

/** Items are in the order of their numbers. */
function decodeNumberCursor(cursor: string): number {
  try {
    const [position] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (typeof position === 'string' && /^\d{1,9}$/.test(position)) return Number(position);
  } catch {
    // falls through to the refusal
  }
  throw refuseCursor();
}
