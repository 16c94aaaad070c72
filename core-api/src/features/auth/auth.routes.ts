import { listSessions, me, refreshToken, revokeSession, signIn, signOut } from '@pebble/contract/auth';
import { inTenant, person, plain, type Route } from '../../http/route.ts';
import type { AuthDeps } from './auth-deps.ts';
import { readMe } from './me.ts';
import { refreshSession } from './refresh.ts';
import { closeOwnSession, endOtherSession, readSessions } from './sessions.ts';
import { signInWithPassword } from './sign-in.ts';

/**
 * Sign-in and sessions. What changes something is a plain route, because it has to act after its commit: a refusal that keeps
 * the revocation, or the gate that closes.
 */
export function authRoutes(deps: AuthDeps): Route[] {
  return [
    plain(signIn, (db, call) => signInWithPassword(db, deps, call)),
    plain(refreshToken, (db, call) => refreshSession(db, deps, call)),
    plain(signOut, async (db, call, caller) => {
      await closeOwnSession(db, deps, call, person(caller));
      return {};
    }),
    plain(revokeSession, async (db, call, caller) => {
      await endOtherSession(db, deps, call, person(caller));
      return {};
    }),
    inTenant(listSessions, (tx, call, caller) => readSessions(tx, call, person(caller), deps.now())),
    inTenant(me, (tx, _call, caller) => readMe(tx, person(caller))),
  ];
}
