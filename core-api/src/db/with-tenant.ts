import type { EventType } from '@pebble/contract/event-types';
import type { Knex } from 'knex';
import { OPENING_MARK } from './lazy-opening.ts';
import type { Scope } from './scope.ts';

/** A transaction that sees one tenant. */
export interface TenantTx {
  readonly sql: Knex.Transaction;
  readonly scope: Scope;
  /** Types of the events written so far; the HTTP layer holds them against the endpoint's audit. */
  readonly written: Set<EventType>;
  /** True once a job has been put into the outbox. */
  queued: boolean;
  /** Set by a handler that found its work done already: a repeat changes nothing, so no audit event is due. */
  unchanged: boolean;
}

/** Called after a commit, so that readers need not wait for their next poll. */
export interface Doorbells {
  events(tenantId: string): void;
  outbox(): void;
}

/**
 * Runs `work` in one transaction that can see and write rows of `scope` and of nothing else. This is the only way to a
 * table: every policy reads the settings made here, and they end with the transaction, so a pooled connection
 * never carries one tenant's scope to the next. What `work` throws rolls everything back.
 */
export async function withTenant<T>(
  pool: Knex,
  doorbells: Doorbells,
  scope: Scope,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  let tx: TenantTx | undefined;
  const result = await pool.transaction(async (sql) => {
    tx = { sql, scope, written: new Set(), queued: false, unchanged: false };
    await enterScope(sql, scope);
    return work(tx);
  });
  if (tx?.queued) doorbells.outbox();
  if (tx && tx.written.size > 0) doorbells.events(scope.tenantId);
  return result;
}

/** Sets the scope of a running transaction. `true` in set_config means: until the transaction ends. */
export async function enterScope(sql: Knex.Transaction, scope: Scope): Promise<void> {
  const hq = scope.entities === 'all';
  await sql.raw(
    `${OPENING_MARK} SELECT set_config('pebble.tenant_id', ?, true), set_config('pebble.hq', ?, true),
            set_config('pebble.entity_ids', ?, true), set_config('pebble.source_system', ?, true),
            set_config('pebble.correlation_id', ?, true)`,
    [
      scope.tenantId,
      hq ? 'on' : 'off',
      hq ? '' : `{${(scope.entities as readonly string[]).join(',')}}`,
      scope.sourceSystem,
      scope.correlationId,
    ],
  );
}
