import type { TenantTx } from '../../db/with-tenant.ts';
import { insertGrant, nextGrant, type OpenSession } from './refresh-grant.ts';
import { touchSession } from './session-store.ts';
import type { RefreshGrant } from './tokens.ts';

/** How long after its use a token still brings its successor, in milliseconds: two tabs may wake up together. */
const GRACE_MS = 10_000;

export type Turn = { grant: RefreshGrant; repeated: boolean } | 'unknown' | 'reused';

/**
 * Takes one turn of the rotation. A token is consumed by a single conditional update, so that of two parallel requests one
 * makes the successor and the other gets the very same one. A token that comes back later than the grace, or after its
 * successor was used, is in two hands: `reused`.
 */
export async function rotate(
  tx: TenantTx,
  session: OpenSession,
  tokenId: string,
  now: number,
): Promise<Turn> {
  const grant = nextGrant(session, now);
  const consumed = await tx
    .sql('refresh_tokens')
    .where({ id: tokenId, session_id: session.id })
    .whereNull('used_at')
    .update({ used_at: new Date(now), successor_id: grant.id });
  if (consumed === 1) {
    await insertGrant(tx, grant);
    await touchSession(tx, session.id, { lastUsedAt: grant.issuedAt, expiresAt: grant.expiresAt });
    return { grant, repeated: false };
  }
  return repeat(tx, session, tokenId, now);
}

interface UsedRow {
  used_at: Date;
  next_id: string;
  next_issued_at: Date;
  next_expires_at: Date;
  next_used_at: Date | null;
}

async function repeat({ sql }: TenantTx, session: OpenSession, tokenId: string, now: number): Promise<Turn> {
  const row = await sql('refresh_tokens as used')
    .join('refresh_tokens as next', { 'next.tenant_id': 'used.tenant_id', 'next.id': 'used.successor_id' })
    .where({ 'used.id': tokenId, 'used.session_id': session.id })
    .first<UsedRow | undefined>(
      'used.used_at',
      'next.id as next_id',
      'next.issued_at as next_issued_at',
      'next.expires_at as next_expires_at',
      'next.used_at as next_used_at',
    );
  if (!row) return 'unknown';
  const inGrace = now - row.used_at.getTime() <= GRACE_MS && row.next_used_at === null;
  if (!inGrace) return 'reused';
  const { id: sessionId, tenantId, userId } = session;
  const grant = { id: row.next_id, issuedAt: row.next_issued_at, expiresAt: row.next_expires_at };
  return { grant: { ...grant, sessionId, tenantId, userId }, repeated: true };
}
