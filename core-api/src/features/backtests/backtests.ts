import type { Body, Query, ReplyInput } from '@pebble/contract/endpoint';
import type {
  Backtest,
  BacktestItem,
  BacktestState,
  listBacktestItems,
  listBacktests,
  startBacktest,
} from '@pebble/contract/backtests';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { decodeCursor, refuseCursor, toPage } from '../../http/cursor.ts';
import { ApiProblem } from '../../http/problem.ts';
import { appendEvent } from '../events/append-event.ts';
import { activeFlow } from '../flows/flow-versions.ts';
import type { FlowReader } from '../flows/flow-reader.ts';
import { mailFlow } from '../flows/mail-flow.ts';
import { versionOf } from '../flows/version-of.ts';
import { backtestRows, showBacktest, showItem, type ItemRow } from './backtest-rows.ts';

/** Mails that have an outcome which a flow can have a say in. A copy has none of its own, but a version may see that otherwise. */
const WITH_OUTCOME = ['done', 'duplicate', 'ignored', 'dead'];

/**
 * Writes down what is to be tried on which mails; a worker does it.
 *
 * @throws ApiProblem not_found, flow_refused, backtest_running, nothing_to_backtest, invalid_request
 */
export async function begin(
  tx: TenantTx,
  { flow_id, version, last }: Body<typeof startBacktest>,
  reader: FlowReader,
): Promise<Backtest> {
  const tried = await versionOf(tx, flow_id, version);
  reader.check(tried.flow, tried.manifest);
  const forMail = await mailFlow(tx);
  if (flow_id !== forMail) {
    const message = `is not "${forMail}", the flow that new mail goes through`;
    throw new ApiProblem('invalid_request', {
      detail: `Only "${forMail}" can be tried on mails.`,
      errors: [{ path: 'body.flow_id', message }],
    });
  }
  const active = await activeFlow(tx, flow_id);
  const id = newId();
  const { tenantId, actor } = tx.scope;
  const row = {
    ...{ id, tenant_id: tenantId, flow_id, tried_id: tried.id, active_id: active.id, created_by: actor },
  };
  // The key decides between two that begin at the same moment.
  const begun = await tx
    .sql('backtests')
    .insert(row)
    .onConflict(tx.sql.raw(`(tenant_id) WHERE state = 'running'`))
    .ignore()
    .returning('id');
  if (begun.length === 0) throw await running(tx);
  const { rowCount: mails } = await tx.sql.raw<{ rowCount: number }>(CHOOSE, [
    id,
    WITH_OUTCOME,
    last,
  ] as never);
  if (mails === 0) throw new ApiProblem('nothing_to_backtest');
  await tx.sql('backtests').where({ id }).update({ total: mails });
  const data = { backtest_id: id, flow_id, version: tried.version, content_hash: tried.content_hash, mails };
  await appendEvent(tx, { type: 'backtest.started', data });
  return getBacktest(tx, id);
}

const CHOOSE = `
  INSERT INTO backtest_items (tenant_id, entity_id, backtest_id, inbound_id, position)
  SELECT tenant_id, entity_id, ?, id, row_number() OVER (ORDER BY received_at DESC, id DESC) FROM (
    SELECT tenant_id, entity_id, id, received_at FROM inbound_emails WHERE state = ANY (?)
    ORDER BY received_at DESC, id DESC LIMIT ?) AS mails`;

async function running(tx: TenantTx): Promise<ApiProblem> {
  const other = await tx
    .sql<{ id: string; state: string }>('backtests')
    .where({ state: 'running' })
    .first('id');
  return new ApiProblem('backtest_running', other ? { existing_id: other.id } : {});
}

/** @throws ApiProblem not_found */
export async function getBacktest(tx: TenantTx, id: string): Promise<Backtest> {
  const [row] = await backtestRows(tx, (rows) => rows.where('b.id', id));
  if (!row) throw new ApiProblem('not_found');
  return showBacktest(row);
}

export async function findBacktests(
  tx: TenantTx,
  { cursor, limit, flow_id }: Query<typeof listBacktests>,
): Promise<ReplyInput<typeof listBacktests>> {
  const found = await backtestRows(tx, (rows) => {
    const chosen = rows.orderByRaw('b.created_at DESC, b.id DESC').limit(limit + 1);
    if (flow_id !== undefined) void chosen.where('b.flow_id', flow_id);
    if (cursor !== undefined)
      void chosen.whereRaw('(b.created_at, b.id) < (?::timestamptz, ?::uuid)', decodeCursor(cursor));
    return chosen;
  });
  const page = toPage(found, limit, (row) => [row.sort_key, row.id]);
  return { items: page.rows.map(showBacktest), next_cursor: page.next_cursor };
}

/** @throws ApiProblem not_found */
export async function cancelBacktest(tx: TenantTx, id: string): Promise<Backtest> {
  const row = await tx
    .sql<{ id: string; state: BacktestState }>('backtests')
    .where({ id })
    .forUpdate()
    .first('state');
  if (!row) throw new ApiProblem('not_found');
  if (row.state === 'running') {
    await tx.sql('backtests').where({ id }).update({ state: 'cancelled', finished_at: tx.sql.fn.now() });
    await appendEvent(tx, { type: 'backtest.cancelled', data: { backtest_id: id } });
  } else tx.unchanged = true;
  return getBacktest(tx, id);
}

/**
 * Mails that were tried, in the order of their numbers.
 *
 * @param readsMail whether subject and sender are shown
 * @throws ApiProblem not_found
 */
export async function findItems(
  tx: TenantTx,
  id: string,
  { cursor, limit, verdict, difference }: Query<typeof listBacktestItems>,
  readsMail: boolean,
): Promise<{ items: BacktestItem[]; next_cursor: string | null }> {
  if (!(await tx.sql('backtests').where({ id }).first('id'))) throw new ApiProblem('not_found');
  const found = tx
    .sql('backtest_items as t')
    .join('inbound_emails as m', 'm.id', 't.inbound_id')
    .where('t.backtest_id', id)
    .orderBy('t.position')
    .limit(limit + 1)
    .select<ItemRow[]>(
      ...['t.position', 't.inbound_id', 't.entity_id', 't.verdict', 't.differences', 't.actual', 't.today'],
      ...['t.tried', 't.steps', 't.reason', 'm.received_at', 'm.subject', 'm.from_address'],
      tx.sql.raw('live_card(m.card_id) AS card_id'),
    );
  if (verdict === undefined) void found.whereNotNull('t.verdict');
  else void found.where('t.verdict', verdict);
  if (difference !== undefined) void found.whereRaw('? = ANY (t.differences)', [difference]);
  if (cursor !== undefined) void found.where('t.position', '>', decodePosition(cursor));
  const page = toPage(await found, limit, (row) => [String(row.position)]);
  return { items: page.rows.map((row) => showItem(row, readsMail)), next_cursor: page.next_cursor };
}

function decodePosition(cursor: string): number {
  try {
    const [position] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (typeof position === 'string' && /^\d{1,9}$/.test(position)) return Number(position);
  } catch {
    // falls through to the refusal
  }
  throw refuseCursor();
}
