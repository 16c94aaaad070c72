import type { TokenPair } from '@pebble/contract/auth';
import type { EventType } from '@pebble/contract/event-types';
import pino from 'pino';
import { seedTenant, type SeededTenant } from '../../../../test/seed.ts';
import { createTestDatabase } from '../../../../test/test-database.ts';
import type { Database } from '../../../db/database.ts';
import type { Connection } from '../../../db/pool.ts';
import { createDispatch, type RawReply } from '../../../http/dispatch.ts';
import type { NewUser } from '../../tenants/create-tenant.ts';
import { createAuth, type Auth } from '../create-auth.ts';
import { hashPassword } from '../password.ts';

export const PASSWORD = 'a sample password, invented';
export const KEY = { kid: 'k1', secret: 'a sample signing key for tests only' };

interface RequestParts {
  token?: string;
  body?: unknown;
  /** Address of the client; null by default, as for calls inside the process. */
  address?: string;
  userAgent?: string;
}

export interface AuthFixture {
  db: Database;
  owner: Connection;
  auth: Auth;
  /** The one clock of sessions and tokens, in milliseconds; the throttle uses the system's. */
  clock: { now: number };
  alpha: SeededTenant;
  beta: SeededTenant;
  /** Everything that was logged, at the most talkative level. */
  logged(): string;
  send(method: string, path: string, parts?: RequestParts): Promise<RawReply>;
  signIn(email: string, parts?: Omit<RequestParts, 'body'>): Promise<TokenPair>;
  refresh(token: string): Promise<RawReply>;
  /** Data of the events of one type, the oldest first. */
  events(tenant: SeededTenant, type: EventType): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Two tenants with people, and the real dispatcher over the real database. */
export async function createAuthFixture(): Promise<AuthFixture> {
  const { db, owner, close } = await createTestDatabase();
  const passwordHash = await hashPassword(PASSWORD);
  const [alpha, beta] = [
    await seedTenant(db, 'alpha', people('alpha', passwordHash)),
    await seedTenant(db, 'beta', people('beta', passwordHash)),
  ];
  const clock = { now: Date.UTC(2026, 0, 1) };
  const auth = createAuth({ db, keys: [KEY], now: () => clock.now });
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const send = createSend(createDispatch({ routes: auth.routes, db, authenticate: auth.authenticate, log }));
  return {
    db,
    owner,
    auth,
    clock,
    alpha,
    beta,
    logged: () => lines.join(''),
    send,
    refresh: (refresh) => send('POST', '/api/v1/token/refresh/', { body: { refresh } }),
    async signIn(email, parts) {
      const reply = await send('POST', '/api/v1/token/', { ...parts, body: { email, password: PASSWORD } });
      return pairOf(reply);
    },
    events: (tenant, type) =>
      db.withTenant(tenant.scope, ({ sql }) =>
        sql('events').where({ type }).orderBy('id').pluck<Record<string, unknown>[]>('data'),
      ),
    close,
  };
}

/** The token pair in a reply; fails the test when the reply is a problem. */
export function pairOf(reply: RawReply): TokenPair {
  if (reply.status !== 200) throw new Error(`expected tokens, got ${reply.status}`);
  return reply.body as TokenPair;
}

function people(slug: string, passwordHash: string): NewUser[] {
  const roles = ['admin', 'ops', 'manager', 'agent'] as const;
  return roles.map((role) => ({
    email: `${role}@${slug}.example`,
    name: `${role} of ${slug}`,
    role,
    entities: ['north'],
    passwordHash,
  }));
}

function createSend(dispatch: ReturnType<typeof createDispatch>): AuthFixture['send'] {
  return (method, path, parts = {}) => {
    const headers: Record<string, string | undefined> = {
      authorization: parts.token === undefined ? undefined : `Bearer ${parts.token}`,
      'user-agent': parts.userAgent,
    };
    const [pathname = '', search = ''] = path.split('?', 2);
    return dispatch({
      method,
      path: pathname,
      query: Object.fromEntries(new URLSearchParams(search)),
      header: (name) => headers[name],
      address: parts.address ?? null,
      readBody: async () => new TextEncoder().encode(JSON.stringify(parts.body ?? {})),
      signal: new AbortController().signal,
    });
  };
}
