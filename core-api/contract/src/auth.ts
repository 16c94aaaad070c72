import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { NOTHING } from './nothing.ts';
import { pageOf } from './page.ts';
import { PERSON_ROLES, Role } from './roles.ts';
import { Id, Timestamp } from './values.ts';

export const TokenPair = z.object({
  access: z.string(),
  refresh: z.string(),
  token_type: z.literal('Bearer'),
  /** Seconds until the access token expires. */
  expires_in: z.number().int(),
});
export type TokenPair = z.infer<typeof TokenPair>;

export const signIn = defineEndpoint({
  id: 'signIn',
  method: 'POST',
  path: '/api/v1/token/',
  summary: 'Sign in with e-mail and password.',
  body: z.object({ email: z.email().max(254), password: z.string().min(1).max(1024) }),
  reply: TokenPair,
  errors: ['wrong_credentials', 'too_many_requests'],
  access: 'public',
  audit: { event: ['session.opened', 'sign_in.failed'] },
  example: { body: { email: 'nobody@example.com', password: 'not a real password' } },
});

export const refreshToken = defineEndpoint({
  id: 'refreshToken',
  method: 'POST',
  path: '/api/v1/token/refresh/',
  summary: 'Exchange a refresh token for a new pair. Each refresh token works once.',
  body: z.object({ refresh: z.string().min(1).max(4096) }),
  reply: TokenPair,
  errors: ['refresh_rejected'],
  access: 'public',
  audit: { event: ['session.refreshed', 'session.reuse_detected'] },
  example: { body: { refresh: 'not-a-token' } },
});

export const signOut = defineEndpoint({
  id: 'signOut',
  method: 'POST',
  path: '/api/v1/token/revoke/',
  summary: 'Sign out: ends the session that the access token belongs to.',
  status: 204,
  reply: NOTHING,
  access: PERSON_ROLES,
  audit: { event: 'session.closed' },
});

/** The person behind the token, and the scope it gives. */
export const Me = z.object({
  user_id: Id,
  email: z.string(),
  name: z.string(),
  role: Role,
  tenant: z.object({ id: Id, slug: z.string(), name: z.string() }),
  /** Entities in scope; for HQ roles all of the tenant. */
  entities: z.array(z.object({ id: Id, slug: z.string(), name: z.string() })),
});
export type Me = z.infer<typeof Me>;

export const me = defineEndpoint({
  id: 'me',
  method: 'GET',
  path: '/api/v1/me/',
  summary: 'Who you are, and which entities you see.',
  reply: Me,
  access: PERSON_ROLES,
  audit: { none: 'reads only' },
});

export const Session = z.object({
  id: Id,
  user_id: Id,
  email: z.string(),
  current: z.boolean(),
  user_agent: z.string().nullable(),
  address: z.string().nullable(),
  opened_at: Timestamp,
  last_used_at: Timestamp,
});

export const listSessions = defineEndpoint({
  id: 'listSessions',
  method: 'GET',
  path: '/api/v1/sessions/',
  summary: 'Open sessions: your own, or with `all=true` those of the tenant (admin).',
  query: z.object({ all: z.enum(['true', 'false']).default('false') }),
  reply: pageOf(Session),
  access: PERSON_ROLES,
  audit: { none: 'reads only' },
});

export const revokeSession = defineEndpoint({
  id: 'revokeSession',
  method: 'DELETE',
  path: '/api/v1/sessions/{session_id}/',
  summary: 'End a session: your own, or any of the tenant (admin).',
  params: z.object({ session_id: Id }),
  status: 204,
  reply: NOTHING,
  errors: ['not_found'],
  access: PERSON_ROLES,
  audit: { event: 'session.revoked' },
  example: { params: { session_id: '00000000-0000-7000-8000-000000000000' } },
});
