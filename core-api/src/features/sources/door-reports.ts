import type { DoorMode, DoorReport } from '@pebble/contract/door-values';
import { listMailAccountReports } from '@pebble/contract/mail-accounts';
import type { Rehearsal } from '@pebble/contract/rehearsal';
import { listSourceReports } from '@pebble/contract/sources';
import type { z } from 'zod';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { decodeCursor, toPage } from '../../http/cursor.ts';
import { inTenant, type Route } from '../../http/route.ts';
import { findAccount } from './mail-account-rows.ts';
import { findSource } from './source-rows.ts';

/** Exactly one of the three. */
export type Door = { source_id: string } | { account_id: string } | { feed_id: string };

export interface NewReport {
  /** Names the mail at the other side; a second report on it replaces the first. */
  key: string;
  mode: DoorMode;
  from: string | null;
  subject: string | null;
  size: number | null;
  rehearsal: Rehearsal;
}

/** Longer is no subject but a mail of its own. */
const MAX_TEXT = 500;

export async function report(tx: TenantTx, door: Door, one: NewReport): Promise<void> {
  await tx
    .sql('door_reports')
    .insert({
      id: newId(),
      tenant_id: tx.scope.tenantId,
      ...door,
      key: one.key,
      mode: one.mode,
      from_address: one.from?.slice(0, MAX_TEXT) ?? null,
      subject: one.subject?.slice(0, MAX_TEXT) ?? null,
      size: one.size,
      rehearsal: JSON.stringify(one.rehearsal),
    })
    .onConflict(['tenant_id', 'source_id', 'account_id', 'feed_id', 'mode', 'key'])
    .merge(['from_address', 'subject', 'size', 'rehearsal', 'created_at']);
}

/** Of a mail that no flow has seen. */
export function notTaken(reason: string, outcome: 'rejected' | 'unknown' = 'rejected'): Rehearsal {
  const nothing = { board: null, column: null, card_id: null, error: null, flow: null };
  return { outcome, reason, ...nothing, steps: [], not_sent: [] };
}

/** Takes a report back that is not true any more. */
export async function dropReport(tx: TenantTx, door: Door, mode: DoorMode, key: string): Promise<void> {
  await tx
    .sql('door_reports')
    .where({ ...door, mode, key })
    .delete();
}

export function doorReportRoutes(): Route[] {
  return [
    inTenant(listSourceReports, async (tx, call) => {
      const { id } = await findSource(tx, call.params.source_id);
      return reportsOf(tx, { source_id: id }, call.query);
    }),
    inTenant(listMailAccountReports, async (tx, call) => {
      const { id } = await findAccount(tx, call.params.account_id);
      return reportsOf(tx, { account_id: id }, call.query);
    }),
  ];
}

interface Row {
  id: string;
  key: string;
  mode: DoorMode;
  from_address: string | null;
  subject: string | null;
  size: number | null;
  rehearsal: Rehearsal;
  created_at: Date;
  sort_key: string;
}

/** What a door has not taken, newest first. */
export async function reportsOf(
  tx: TenantTx,
  door: Door,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: z.input<typeof DoorReport>[]; next_cursor: string | null }> {
  const found = tx
    .sql('door_reports')
    .where(door)
    .orderByRaw('created_at DESC, id DESC')
    .limit(limit + 1)
    .select<Row[]>('*', tx.sql.raw('created_at::text AS sort_key'));
  if (cursor !== undefined) {
    void found.whereRaw('(created_at, id) < (?::timestamptz, ?::uuid)', decodeCursor(cursor));
  }
  const page = toPage(await found, limit, (row) => [row.sort_key, row.id]);
  const items = page.rows.map(({ id, key, from_address, subject, size, rehearsal, mode, created_at }) => ({
    ...{ id, key, subject, size, mode, rehearsal },
    from: from_address,
    at: created_at.toISOString(),
  }));
  return { items, next_cursor: page.next_cursor };
}
