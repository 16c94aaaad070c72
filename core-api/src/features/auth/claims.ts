import { PERSON_ROLES } from '@pebble/contract/roles';
import { Id } from '@pebble/contract/values';
import { z } from 'zod';

export const ISSUER = 'pebble';
/** For whom a token is meant: the API itself, or its refresh endpoint alone. */
export const API_AUDIENCE = 'pebble-api';
export const REFRESH_AUDIENCE = 'pebble-refresh';

// The library checks `exp` only when it is there, and takes a list of audiences: here both are required to be as we sign them.
const registered = { iss: z.literal(ISSUER), jti: Id, iat: z.int(), exp: z.int() };

/** Lets a person call the API for minutes. */
export const AccessClaims = z.object({
  ...registered,
  aud: z.literal(API_AUDIENCE),
  type: z.literal('access'),
  user_id: Id,
  tenant_id: Id,
  session_id: Id,
  role: z.enum(PERSON_ROLES),
  /** Entity ids in scope; `all` for HQ roles. */
  entities: z.union([z.literal('all'), z.array(Id)]),
});
export type AccessClaims = z.infer<typeof AccessClaims>;

/** Good for one exchange. Says nothing about rights: those are read afresh at each exchange. */
export const RefreshClaims = z.object({
  ...registered,
  aud: z.literal(REFRESH_AUDIENCE),
  type: z.literal('refresh'),
  user_id: Id,
  tenant_id: Id,
  session_id: Id,
});
export type RefreshClaims = z.infer<typeof RefreshClaims>;

/** Lets a flow act on one mail. */
export const JobClaims = z.object({
  ...registered,
  aud: z.literal(API_AUDIENCE),
  type: z.literal('job'),
  role: z.literal('flow'),
  tenant_id: Id,
  entity_id: Id,
  inbound_id: Id,
  flow_id: z.string().min(1),
  /** Which form of the mail it works on: 0 as it came, otherwise the version of its repair. */
  repair: z.int().min(0).default(0),
  /** The lease under which a flow in another engine works; none in our own. */
  lease_id: Id.optional(),
  /** That of the mail: other engines do not send it along. */
  correlation_id: z.string().optional(),
});
export type JobClaims = z.infer<typeof JobClaims>;

/** What may stand in an Authorization header. Sharing an audience, the two are told apart by `type`. */
export const ApiClaims = z.discriminatedUnion('type', [AccessClaims, JobClaims]);
export type ApiClaims = z.infer<typeof ApiClaims>;
