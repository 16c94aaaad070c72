import type { DoorMode } from '@pebble/contract/door-values';
import type { MailAccount } from '@pebble/contract/mail-accounts';
import type { z } from 'zod';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { showCounts } from './source-rows.ts';

/** The settings of an account as the table has them; the rest of the row is how it is doing. */
export interface AccountSettings {
  name: string;
  host: string;
  port: number;
  tls: 'implicit' | 'starttls' | 'none';
  ca: string | null;
  username: string;
  folder: string;
  mailbox: string;
  mode: DoorMode;
  enabled: boolean;
  after_accept: 'nothing' | 'mark_seen' | 'move';
  move_to: string | null;
  start_from: string;
}

export interface AccountRow extends AccountSettings {
  id: string;
  password_sealed: Buffer;
  /** What `now` means as the start. */
  start_said_at: Date;
  revision: number;
  last_error: string | null;
  notice: string | null;
  received: number;
  accepted: number;
  refused: number;
  last_at: Date | null;
  heartbeat_at: Date | null;
  created_at: Date;
}

interface ShownRow extends AccountRow {
  at_work: boolean;
  uid_validity: number | null;
  last_uid: number | null;
}

/** A reader that has not said anything for so long is not taken for alive. */
const SILENT_AFTER_S = 180;

/** @throws ApiProblem not_found */
export async function findAccount(tx: TenantTx, id: string): Promise<AccountRow> {
  const row = await tx.sql<AccountRow>('mail_accounts').where({ id }).first();
  if (!row) throw new ApiProblem('not_found');
  return row;
}

/** The same, locked, so that two changes of it take turns. @throws ApiProblem not_found */
export async function lockAccount(tx: TenantTx, id: string): Promise<AccountRow> {
  const row = await tx.sql<AccountRow>('mail_accounts').where({ id }).forUpdate().first();
  if (!row) throw new ApiProblem('not_found');
  return row;
}

/** All accounts, or the one that is asked for, as people see them: without password. */
export async function showAccounts(tx: TenantTx, id?: string): Promise<z.input<typeof MailAccount>[]> {
  const found = tx
    .sql('mail_accounts as a')
    .leftJoin('mail_cursors as c', (on) =>
      on.on('c.tenant_id', 'a.tenant_id').on('c.account_id', 'a.id').on('c.mode', 'a.mode'),
    )
    .orderBy('a.name')
    .select<ShownRow[]>(
      'a.*',
      'c.uid_validity',
      'c.last_uid',
      tx.sql.raw(
        'coalesce(a.lease_until > now() AND a.heartbeat_at > now() - make_interval(secs => ?), false) AS at_work',
        [SILENT_AFTER_S],
      ),
    );
  if (id !== undefined) void found.where('a.id', id);
  return (await found).map(show);
}

/** @throws ApiProblem not_found */
export async function showAccount(tx: TenantTx, id: string): Promise<z.input<typeof MailAccount>> {
  const [shown] = await showAccounts(tx, id);
  if (!shown) throw new ApiProblem('not_found');
  return shown;
}

function show(row: ShownRow): z.input<typeof MailAccount> {
  const { username, uid_validity, last_uid } = row;
  return {
    ...row,
    user: username,
    start_from: row.start_from as z.input<typeof MailAccount>['start_from'],
    state: stateOf(row),
    last_error: row.enabled ? row.last_error : null,
    heartbeat_at: row.heartbeat_at?.toISOString() ?? null,
    position: uid_validity === null || last_uid === null ? null : { uid_validity, last_uid },
    counts: showCounts(row),
    created_at: row.created_at.toISOString(),
  };
}

function stateOf(row: ShownRow): MailAccount['state'] {
  if (!row.enabled) return 'off';
  if (row.last_error !== null) return 'failing';
  return row.at_work ? 'connected' : 'waiting';
}
