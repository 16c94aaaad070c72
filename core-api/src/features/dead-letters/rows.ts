import type { SyncError, SyncErrorFilter, SyncErrorStatus } from '@pebble/contract/dead-letters';
import type { Knex } from 'knex';
import type { TenantTx } from '../../db/with-tenant.ts';
import { explain } from './explain.ts';

/** A dead letter with what its mail and its entity say; without traceback and payload. */
export interface DeadLetterRow {
  id: string;
  inbound_id: string;
  entity_id: string;
  entity_name: string;
  status: SyncErrorStatus;
  version: number;
  fingerprint: string;
  error_class: string;
  step: string | null;
  message: string;
  from_address: string;
  mailbox: string | null;
  received_at: Date;
  attempts: number;
  deaths: number;
  created_at: Date;
  last_died_at: Date;
  payload_format: 'rfc822' | 'json';
  payload_bytes: number;
  payload_destroyed_at: Date | null;
  edited: boolean;
  settled_by: string | null;
  settled_name: string | null;
  settled_at: Date | null;
  settled_reason: string | null;
  sort_key: string;
}

const OWN = [
  ...(['id', 'inbound_id', 'entity_id', 'status', 'version', 'fingerprint', 'error_class', 'step'] as const),
  ...([
    'message',
    'attempts',
    'deaths',
    'created_at',
    'last_died_at',
    'payload_format',
    'payload_bytes',
  ] as const),
  ...(['payload_destroyed_at', 'settled_by', 'settled_at', 'settled_reason'] as const),
];

/** Reads dead letters that `choose` has picked from `sync_errors as s`, in its order. */
export async function deadLetterRows(
  tx: TenantTx,
  choose: (rows: Knex.QueryBuilder) => Knex.QueryBuilder,
): Promise<DeadLetterRow[]> {
  const picked = choose(
    tx
      .sql('sync_errors as s')
      .select('s.tenant_id', ...OWN.map((column) => `s.${column}`), tx.sql.raw(USER_OF_SETTLED)),
  ).as('s');
  return (await tx
    .sql(picked)
    .join('inbound_emails as i', (on) => on.on('i.tenant_id', 's.tenant_id').on('i.id', 's.inbound_id'))
    .join('entities as e', 'e.id', 's.entity_id')
    .leftJoin('mail_repairs as r', (on) =>
      on.on('r.tenant_id', 's.tenant_id').on('r.inbound_id', 's.inbound_id'),
    )
    .leftJoin('users as u', 'u.id', 's.settled_user_id')
    .orderByRaw('s.last_died_at DESC, s.id DESC')
    .select(
      ...OWN.map((column) => `s.${column}`),
      ...['e.name as entity_name', 'i.from_address', 'i.mailbox', 'i.received_at', 'u.name as settled_name'],
      tx.sql.raw('r.inbound_id IS NOT NULL AS edited'),
      tx.sql.raw('s.last_died_at::text AS sort_key'),
    )) as DeadLetterRow[];
}

// The id is made out of the actor here and not in the join: see logged-event.ts.
const USER_OF_SETTLED = `CASE WHEN s.settled_by ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                              THEN substr(s.settled_by, 6)::uuid END AS settled_user_id`;

/** Narrows `sync_errors as s` to what a filter asks for. */
export function fitting(
  rows: Knex.QueryBuilder,
  filter: SyncErrorFilter & { status?: SyncErrorStatus | undefined },
): Knex.QueryBuilder {
  const { text, ...equal } = filter;
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) void rows.where(`s.${column}`, value);
  if (text !== undefined)
    void rows.whereRaw("s.message ILIKE ? ESCAPE '\\'", [`%${text.replace(/[\\%_]/g, '\\$&')}%`]);
  return rows;
}

export function showDeadLetter(row: DeadLetterRow): SyncError {
  const { inbound_id, settled_name, sort_key: _, ...rest } = row;
  const { received_at, created_at, last_died_at, payload_destroyed_at, settled_at } = row;
  const settled = row.status === 'resolved' || row.status === 'discarded';
  const mail = { from: row.from_address, mailbox: row.mailbox, entity: row.entity_name };
  return {
    ...rest,
    tracking_id: inbound_id,
    explanation: explain({ errorClass: row.error_class, step: row.step }, { mail }, settled),
    received_at: received_at.toISOString(),
    created_at: created_at.toISOString(),
    last_died_at: last_died_at.toISOString(),
    payload_destroyed_at: payload_destroyed_at?.toISOString() ?? null,
    settled_by: settled_name ?? (row.settled_by === 'system' ? 'Pebble' : null),
    settled_at: settled_at?.toISOString() ?? null,
  };
}
