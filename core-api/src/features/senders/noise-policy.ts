import { isDeepStrictEqual } from 'node:util';
import type { Body } from '@pebble/contract/endpoint';
import { PolicyKind, type changeNoisePolicy, type LoopGuard, type NoisePolicy } from '@pebble/contract/noise';
import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvent } from '../events/append-event.ts';

/** How a tenant treats mail that no person wrote. */
export interface NoiseRules {
  /** Kinds that open cards all the same. */
  openKinds: ReadonlySet<string>;
  loopGuard: LoopGuard;
}

/** What holds until a tenant changes it. */
export const DEFAULT_RULES: NoiseRules = {
  openKinds: new Set(),
  loopGuard: { enabled: true, mails: 60, authorised_mails: 600, window_minutes: 10 },
};

/** A row of noise_policies. */
export interface PolicyRow {
  open_kinds: string[];
  loop_enabled: boolean;
  loop_mails: number;
  loop_authorised_mails: number;
  loop_window_minutes: number;
  updated_at: Date;
}

export async function readRules(tx: TenantTx): Promise<NoiseRules & { updatedAt: Date | null }> {
  const row = await tx.sql('noise_policies').first<PolicyRow | undefined>();
  return row ? { ...rulesOf(row), updatedAt: row.updated_at } : { ...DEFAULT_RULES, updatedAt: null };
}

export function rulesOf(row: PolicyRow): NoiseRules {
  return {
    openKinds: new Set(row.open_kinds),
    loopGuard: {
      enabled: row.loop_enabled,
      mails: row.loop_mails,
      authorised_mails: row.loop_authorised_mails,
      window_minutes: row.loop_window_minutes,
    },
  };
}

export async function readPolicy(tx: TenantTx): Promise<NoisePolicy> {
  const { openKinds, loopGuard, updatedAt } = await readRules(tx);
  const kinds = Object.fromEntries(
    PolicyKind.options.map((kind) => [kind, openKinds.has(kind) ? 'open_card' : 'ignore']),
  ) as NoisePolicy['kinds'];
  return { kinds, loop_guard: loopGuard, updated_at: updatedAt?.toISOString() ?? null };
}

/** Changes what is given and leaves the rest. The event holds all of the new rules; asking for what holds already writes none. */
export async function changePolicy(
  tx: TenantTx,
  change: Body<typeof changeNoisePolicy>,
): Promise<NoisePolicy> {
  // Two changes at once take turns, also while there is no row to lock yet: neither undoes the other.
  await tx.sql.raw(`SELECT pg_advisory_xact_lock(hashtextextended('noise_policies ' || ?, 0))`, [
    tx.scope.tenantId,
  ]);
  const before = await readPolicy(tx);
  const kinds = { ...before.kinds, ...change.kinds };
  const guard = { ...before.loop_guard, ...change.loop_guard } as LoopGuard;
  if (isDeepStrictEqual([kinds, guard], [before.kinds, before.loop_guard])) {
    tx.unchanged = true;
    return before;
  }
  const row = {
    open_kinds: PolicyKind.options.filter((kind) => kinds[kind] === 'open_card'),
    loop_enabled: guard.enabled,
    loop_mails: guard.mails,
    loop_authorised_mails: guard.authorised_mails,
    loop_window_minutes: guard.window_minutes,
  };
  await tx
    .sql('noise_policies')
    .insert({ tenant_id: tx.scope.tenantId, ...row })
    .onConflict('tenant_id')
    .merge({
      ...row,
      updated_at: tx.sql.fn.now(),
      source_system: tx.scope.sourceSystem,
      correlation_id: tx.scope.correlationId,
    });
  await appendEvent(tx, { type: 'noise_policy.changed', data: { kinds, loop_guard: guard } });
  return readPolicy(tx);
}
