import type { SyncErrorSelection } from '@pebble/contract/dead-letters';
import type { Knex } from 'knex';
import type { TenantTx } from '../../db/with-tenant.ts';
import { fitting } from './rows.ts';

/** Open dead letters of a selection, as a query over `sync_errors as s` that the caller completes. */
export function selected(tx: TenantTx, selection: SyncErrorSelection): Knex.QueryBuilder {
  const open = tx.sql('sync_errors as s').where('s.status', 'open');
  return 'ids' in selection ? open.whereIn('s.id', selection.ids) : fitting(open, selection.filter);
}
