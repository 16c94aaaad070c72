import { randomBytes } from 'node:crypto';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { SecretKeeper } from './sealed-secret.ts';

/** What the Standard Webhooks specification asks for: 24 to 64 bytes. */
const SECRET_BYTES = 32;
/** However often somebody rotates within the grace period: each delivery is held against all of them. */
const MOST_SECRETS = 5;

/** Makes the secret that signs from now on, and returns it: `whsec_` and base64. It is kept sealed only. */
export async function addSecret(tx: TenantTx, keeper: SecretKeeper, sourceId: string): Promise<string> {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  const id = newId();
  const { tenantId } = tx.scope;
  await tx.sql('webhook_secrets').insert({
    id,
    tenant_id: tenantId,
    source_id: sourceId,
    secret_sealed: keeper.seal(tenantId, id, secret),
    // Not now(), which is when the transaction began: a rotation must come after what it replaces.
    created_at: tx.sql.raw('clock_timestamp()'),
  });
  return secret;
}

/** Ends the present secrets after the grace period, forgets those whose own has passed, and makes a new one. */
export async function rotateSecret(
  tx: TenantTx,
  keeper: SecretKeeper,
  sourceId: string,
  graceHours: number,
): Promise<string> {
  // An earlier rotation's deadline is never put off.
  await tx.sql.raw(
    `UPDATE webhook_secrets SET expires_at = least(expires_at, now() + make_interval(secs => ?)) WHERE source_id = ?`,
    [graceHours * 3600, sourceId],
  );
  await tx.sql.raw(
    `DELETE FROM webhook_secrets WHERE source_id = ? AND (expires_at <= now() OR id NOT IN (
       SELECT id FROM webhook_secrets WHERE source_id = ? ORDER BY created_at DESC, id DESC LIMIT ?))`,
    [sourceId, sourceId, MOST_SECRETS - 1],
  );
  return addSecret(tx, keeper, sourceId);
}

/** The secrets that a delivery may be signed with now, newest first, in the clear. */
export async function goodSecrets(tx: TenantTx, keeper: SecretKeeper, sourceId: string): Promise<string[]> {
  const rows = await tx
    .sql<{ id: string; source_id: string; secret_sealed: Buffer }>('webhook_secrets')
    .where({ source_id: sourceId })
    .whereRaw('(expires_at IS NULL OR expires_at > now())')
    .orderByRaw('created_at DESC, id DESC')
    .select('id', 'secret_sealed');
  return rows.map((row) => keeper.unseal(tx.scope.tenantId, row.id, row.secret_sealed));
}
