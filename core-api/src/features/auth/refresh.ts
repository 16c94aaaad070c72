import type { refreshToken, TokenPair } from '@pebble/contract/auth';
import type { Database } from '../../db/database.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { Call } from '../../http/route.ts';
import { appendEvent } from '../events/append-event.ts';
import type { AuthDeps } from './auth-deps.ts';
import type { RefreshClaims } from './claims.ts';
import { tokenPair } from './refresh-grant.ts';
import { loadRights } from './rights.ts';
import { rotate } from './rotate.ts';
import { endSession, lockOpenSession } from './session-store.ts';
import { TokenError, type Tokens } from './tokens.ts';
import { userScope } from './user-scope.ts';

/** Exchanges a refresh token for a new pair, with the person's present role and entities. @throws ApiProblem refresh_rejected */
export async function refreshSession(
  db: Database,
  deps: AuthDeps,
  { body, context }: Call<typeof refreshToken>,
): Promise<TokenPair> {
  const claims = readToken(deps.tokens, body.refresh);
  const scope = userScope(claims.tenant_id, claims.user_id, context.correlationId);
  const outcome = await db.withTenant(scope, (tx) => exchange(tx, deps, claims));
  // Refused only now: thrown inside, the refusal would roll back the revocation that it reports.
  if (outcome === 'reused') deps.gate.close(claims.session_id);
  if (typeof outcome === 'string') throw new ApiProblem('refresh_rejected');
  return outcome;
}

async function exchange(
  tx: TenantTx,
  { tokens, now }: AuthDeps,
  claims: RefreshClaims,
): Promise<TokenPair | 'rejected' | 'reused'> {
  const session = await lockOpenSession(tx, claims, now());
  const rights = session && (await loadRights(tx, session.userId));
  if (!rights) return 'rejected';
  const turn = await rotate(tx, session, claims.jti, now());
  const data = { session_id: session.id, user_id: session.userId };
  if (turn === 'unknown') return 'rejected';
  if (turn === 'reused') {
    await endSession(tx, session.id, now());
    await appendEvent(tx, { type: 'session.reuse_detected', data });
    return 'reused';
  }
  await appendEvent(tx, { type: 'session.refreshed', data: { ...data, repeated: turn.repeated } });
  return tokenPair(tokens, turn.grant, rights);
}

function readToken(tokens: Tokens, token: string): RefreshClaims {
  try {
    return tokens.verifyRefreshToken(token);
  } catch (error) {
    throw error instanceof TokenError ? new ApiProblem('refresh_rejected') : error;
  }
}
