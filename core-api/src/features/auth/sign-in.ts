import { randomUUID } from 'node:crypto';
import type { signIn, TokenPair } from '@pebble/contract/auth';
import { v7 as uuid } from 'uuid';
import type { Database } from '../../db/database.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { Call, Context } from '../../http/route.ts';
import { appendEvent } from '../events/append-event.ts';
import type { AuthDeps } from './auth-deps.ts';
import { verifyPassword } from './password.ts';
import { insertGrant, nextGrant, tokenPair } from './refresh-grant.ts';
import { loadRights } from './rights.ts';
import { userScope } from './user-scope.ts';

/** Opens a session. @throws ApiProblem wrong_credentials, too_many_requests */
export async function signInWithPassword(
  db: Database,
  deps: AuthDeps,
  { body, context }: Call<typeof signIn>,
): Promise<TokenPair> {
  await deps.throttle.admit(body.email, context.address);
  const user = await db.findUser(body.email);
  const matches = await verifyPassword(user?.passwordHash ?? null, body.password);
  if (!user || !matches) {
    await recordFailure(db, user, context.correlationId);
    throw new ApiProblem('wrong_credentials');
  }
  const scope = userScope(user.tenantId, user.userId, context.correlationId);
  const pair = await db.withTenant(scope, (tx) => openSession(tx, deps, user.userId, context));
  // Somebody without any role has nothing to sign in to, and is told no more than a stranger.
  if (!pair) throw new ApiProblem('wrong_credentials');
  await deps.throttle.succeeded(body.email, context.address);
  return pair;
}

async function openSession(
  tx: TenantTx,
  { tokens, now }: AuthDeps,
  userId: string,
  { userAgent, address }: Context,
): Promise<TokenPair | null> {
  const rights = await loadRights(tx, userId);
  if (!rights) return null;
  const session = { id: uuid(), tenantId: tx.scope.tenantId, userId, openedAt: new Date(now()) };
  const grant = nextGrant(session, now());
  await tx.sql('sessions').insert({
    id: session.id,
    tenant_id: session.tenantId,
    user_id: userId,
    user_agent: userAgent?.slice(0, 300) ?? null,
    address,
    opened_at: session.openedAt,
    last_used_at: session.openedAt,
    expires_at: grant.expiresAt,
  });
  await insertGrant(tx, grant);
  await appendEvent(tx, { type: 'session.opened', data: { session_id: session.id, user_id: userId } });
  return tokenPair(tokens, grant, rights);
}

/**
 * Writes the event into the tenant of the account. Without an account the same statements run for a tenant that does not exist
 * and are rolled back: neither the answer nor its time shall tell whether the address is known.
 */
async function recordFailure(
  db: Database,
  user: { tenantId: string; userId: string } | null,
  correlationId: string,
): Promise<void> {
  const { tenantId, userId } = user ?? { tenantId: randomUUID(), userId: randomUUID() };
  const nobody = new Error('There is no account to write to');
  await db
    .withTenant(userScope(tenantId, userId, correlationId), async (tx) => {
      await appendEvent(tx, { type: 'sign_in.failed', data: { user_id: userId } });
      if (!user) throw nobody;
    })
    .catch((error: unknown) => {
      if (error !== nobody) throw error;
    });
}
