import type { listSessions, revokeSession, signOut, Session } from '@pebble/contract/auth';
import type { z } from 'zod';
import type { Database } from '../../db/database.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { scopeOf, type Person } from '../../http/caller.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { Call } from '../../http/route.ts';
import { appendEvent } from '../events/append-event.ts';
import type { AuthDeps } from './auth-deps.ts';
import { endSession } from './session-store.ts';

const MOST_SESSIONS = 200;

/** Ends the caller's session. */
export async function closeOwnSession(
  db: Database,
  { gate, now }: AuthDeps,
  { context }: Call<typeof signOut>,
  caller: Person,
): Promise<void> {
  const { sessionId, userId } = caller;
  await db.withTenant(scopeOf(caller, context.correlationId), async (tx) => {
    // Signing out twice at once is no mistake; the log tells it once.
    if (!(await endSession(tx, sessionId, now()))) return;
    await appendEvent(tx, { type: 'session.closed', data: { session_id: sessionId, user_id: userId } });
  });
  gate.close(sessionId);
}

/** Ends one of the caller's sessions, or for an admin any of the tenant. @throws ApiProblem not_found */
export async function endOtherSession(
  db: Database,
  { gate, now }: AuthDeps,
  { params, context }: Call<typeof revokeSession>,
  caller: Person,
): Promise<void> {
  const owner = caller.role === 'admin' ? undefined : caller.userId;
  await db.withTenant(scopeOf(caller, context.correlationId), async (tx) => {
    if (!(await endSession(tx, params.session_id, now(), owner))) throw new ApiProblem('not_found');
    await appendEvent(tx, { type: 'session.revoked', data: { session_id: params.session_id } });
  });
  gate.close(params.session_id);
}

type SessionRow = Omit<z.input<typeof Session>, 'current' | 'opened_at' | 'last_used_at'> & {
  opened_at: Date;
  last_used_at: Date;
};

/** Open sessions, the last used first. @throws ApiProblem forbidden when somebody else than an admin asks for all */
export async function readSessions(
  { sql }: TenantTx,
  { query }: Call<typeof listSessions>,
  caller: Person,
  now: number,
): Promise<{ items: z.input<typeof Session>[]; next_cursor: null }> {
  const all = query.all === 'true';
  if (all && caller.role !== 'admin')
    throw new ApiProblem('forbidden', { detail: 'Only an admin sees all.' });
  const rows = await sql('sessions')
    .join('users', { 'users.tenant_id': 'sessions.tenant_id', 'users.id': 'sessions.user_id' })
    .where(all ? {} : { 'sessions.user_id': caller.userId })
    .whereNull('sessions.revoked_at')
    .where('sessions.expires_at', '>', new Date(now))
    .orderBy('sessions.last_used_at', 'desc')
    .limit(MOST_SESSIONS)
    .select<SessionRow[]>(
      'sessions.id',
      'sessions.user_id',
      'users.email',
      'sessions.user_agent',
      'sessions.address',
      'sessions.opened_at',
      'sessions.last_used_at',
    );
  const items = rows.map((row) => ({
    ...row,
    current: row.id === caller.sessionId,
    opened_at: row.opened_at.toISOString(),
    last_used_at: row.last_used_at.toISOString(),
  }));
  return { items, next_cursor: null };
}
