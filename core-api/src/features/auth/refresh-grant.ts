import type { TokenPair } from '@pebble/contract/auth';
import { v7 as uuid } from 'uuid';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { Rights } from './rights.ts';
import type { RefreshGrant, Tokens } from './tokens.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const REFRESH_MS = 14 * DAY_MS;
const SESSION_MS = 30 * DAY_MS;

export interface OpenSession {
  id: string;
  tenantId: string;
  userId: string;
  openedAt: Date;
}

/** The next refresh token of a session: good for 14 days, but not beyond the 30 days that a session may last at most. */
export function nextGrant(session: OpenSession, now: number): RefreshGrant {
  const expiresAt = new Date(Math.min(now + REFRESH_MS, session.openedAt.getTime() + SESSION_MS));
  const { id: sessionId, tenantId, userId } = session;
  return { id: uuid(), sessionId, tenantId, userId, issuedAt: new Date(now), expiresAt };
}

export async function insertGrant({ sql }: TenantTx, grant: RefreshGrant): Promise<void> {
  await sql('refresh_tokens').insert({
    id: grant.id,
    tenant_id: grant.tenantId,
    session_id: grant.sessionId,
    issued_at: grant.issuedAt,
    expires_at: grant.expiresAt,
  });
}

/** The reply that hands over a refresh token together with an access token of the person's present rights. */
export function tokenPair(tokens: Tokens, grant: RefreshGrant, rights: Rights): TokenPair {
  const { sessionId, tenantId, userId, expiresAt } = grant;
  const access = tokens.issueAccessToken({ sessionId, tenantId, userId, ...rights }, expiresAt);
  return {
    access: access.token,
    refresh: tokens.issueRefreshToken(grant),
    token_type: 'Bearer',
    expires_in: access.expiresIn,
  };
}
