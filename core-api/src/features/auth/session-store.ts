import type { TenantTx } from '../../db/with-tenant.ts';
import type { RefreshClaims } from './claims.ts';
import type { OpenSession } from './refresh-grant.ts';

/**
 * Reads the session of a refresh token and holds it until the transaction ends, so that a family turns one token at a time and
 * no revocation comes between. Null when it was ended or is over.
 */
export async function lockOpenSession(
  { sql, scope }: TenantTx,
  claims: RefreshClaims,
  now: number,
): Promise<OpenSession | null> {
  const row = await sql('sessions')
    .where({ id: claims.session_id, user_id: claims.user_id })
    .whereNull('revoked_at')
    .where('expires_at', '>', new Date(now))
    .forUpdate()
    .first<{ opened_at: Date } | undefined>('opened_at');
  if (!row) return null;
  return {
    id: claims.session_id,
    tenantId: scope.tenantId,
    userId: claims.user_id,
    openedAt: row.opened_at,
  };
}

export async function touchSession(
  { sql }: TenantTx,
  sessionId: string,
  times: { lastUsedAt: Date; expiresAt: Date },
): Promise<void> {
  await sql('sessions')
    .where({ id: sessionId })
    .update({ last_used_at: times.lastUsedAt, expires_at: times.expiresAt });
}

/** Ends an open session; with `ownerId` only one of that person. False when there is no such open session. */
export async function endSession(
  { sql }: TenantTx,
  sessionId: string,
  now: number,
  ownerId?: string,
): Promise<boolean> {
  const ended = await sql('sessions')
    .where({ id: sessionId, ...(ownerId === undefined ? {} : { user_id: ownerId }) })
    .whereNull('revoked_at')
    .update({ revoked_at: new Date(now) });
  return ended === 1;
}
