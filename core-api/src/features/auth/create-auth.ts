import type { Database } from '../../db/database.ts';
import type { Authenticate } from '../../http/dispatch.ts';
import type { Route } from '../../http/route.ts';
import { authRoutes } from './auth.routes.ts';
import { createAuthenticate } from './authenticate.ts';
import type { Clock } from './clock.ts';
import type { SigningKey } from './keyring.ts';
import { SessionGate } from './session-gate.ts';
import { SignInThrottle } from './throttle.ts';
import { Tokens } from './tokens.ts';

export interface Auth {
  authenticate: Authenticate;
  routes: Route[];
  /** Also signs the job tokens of the worker. */
  tokens: Tokens;
}

/** Puts sign-in together. The token check and the routes share one gate, so that a sign-out counts at once in this process. */
export function createAuth(parts: { db: Database; keys: readonly SigningKey[]; now?: Clock }): Auth {
  const now = parts.now ?? Date.now;
  const tokens = new Tokens({ keys: parts.keys, now });
  const gate = new SessionGate(parts.db, now);
  const throttle = new SignInThrottle(parts.db);
  return {
    authenticate: createAuthenticate({ tokens, gate }),
    routes: authRoutes({ tokens, gate, throttle, now }),
    tokens,
  };
}
