import type { DoorMode } from '@pebble/contract/door-values';
import type { Source, SourceMapping } from '@pebble/contract/sources';
import type { z } from 'zod';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';

export interface SourceRow {
  id: string;
  name: string;
  mode: DoorMode;
  enabled: boolean;
  mailbox: string | null;
  mapping: SourceMapping | null;
  rate_per_minute: number;
  received: number;
  accepted: number;
  refused: number;
  last_at: Date | null;
  created_at: Date;
}

export interface SecretRow {
  id: string;
  source_id: string;
  created_at: Date;
  expires_at: Date | null;
}

export function allSources(tx: TenantTx): Promise<SourceRow[]> {
  return tx.sql<SourceRow>('webhook_sources').orderBy('name').select();
}

/** @throws ApiProblem not_found */
export async function findSource(tx: TenantTx, id: string): Promise<SourceRow> {
  const row = await tx.sql<SourceRow>('webhook_sources').where({ id }).first();
  if (!row) throw new ApiProblem('not_found');
  return row;
}

/** The same, locked, so that two changes of it take turns. @throws ApiProblem not_found */
export async function lockSource(tx: TenantTx, id: string): Promise<SourceRow> {
  const row = await tx.sql<SourceRow>('webhook_sources').where({ id }).forUpdate().first();
  if (!row) throw new ApiProblem('not_found');
  return row;
}

/** Shows sources with the secrets that are good now, and never a secret itself. */
export async function showSources(
  tx: TenantTx,
  rows: readonly SourceRow[],
): Promise<z.input<typeof Source>[]> {
  const secrets = await tx
    .sql<SecretRow>('webhook_secrets')
    .whereIn(
      'source_id',
      rows.map((row) => row.id),
    )
    .whereRaw('(expires_at IS NULL OR expires_at > now())')
    .orderByRaw('created_at DESC, id DESC')
    .select('id', 'source_id', 'created_at', 'expires_at');
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    mode: row.mode,
    enabled: row.enabled,
    mailbox: row.mailbox,
    mapping: row.mapping,
    rate_per_minute: row.rate_per_minute,
    path: `/api/v1/sources/${row.id}/`,
    secrets: secrets.filter((secret) => secret.source_id === row.id).map(showSecret),
    counts: showCounts(row),
    created_at: row.created_at.toISOString(),
  }));
}

export async function showSource(tx: TenantTx, row: SourceRow): Promise<z.input<typeof Source>> {
  const [shown] = await showSources(tx, [row]);
  if (!shown) throw new Error('a source that is there was not shown');
  return shown;
}

/** Counters as both kinds of door keep them. */
export function showCounts(row: Pick<SourceRow, 'received' | 'accepted' | 'refused' | 'last_at'>) {
  const { received, accepted, refused, last_at } = row;
  return { received, accepted, refused, last_at: last_at?.toISOString() ?? null };
}

function showSecret({ id, created_at, expires_at }: SecretRow) {
  return { id, created_at: created_at.toISOString(), expires_at: expires_at?.toISOString() ?? null };
}
