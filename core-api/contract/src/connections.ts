import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { NOTHING } from './nothing.ts';
import { pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

/** A field of a credential, in the order to show. */
export const AuthField = z.object({
  name: z.string(),
  /** `secret` is typed in and never shown again. */
  kind: z.enum(['text', 'choice', 'secret']),
  label: z.string(),
  help: z.string(),
  required: z.boolean(),
  /** What is taken when nothing is given. */
  default: z.string().nullable(),
  /** Of a `choice`, in the order to show; empty otherwise. */
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
});
export type AuthField = z.infer<typeof AuthField>;

/** A system that can be connected. */
export const ConnectorInfo = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string(),
  version: z.string(),
  /** True when its mail can be taken in, see POST /api/v1/mail-feeds/. */
  has_mail: z.boolean(),
  /** The ways to sign in, the usual one first. */
  auths: z.array(
    z.object({ name: z.string(), label: z.string(), kind: z.string(), fields: z.array(AuthField) }),
  ),
});
export type ConnectorInfo = z.infer<typeof ConnectorInfo>;

/** How flows call a connection: `{{connections['outlook']}}`. */
const Name = z
  .string()
  .trim()
  .regex(
    /^[a-z][a-z0-9_-]{0,49}$/,
    'must be lower-case letters, digits, dash and underscore, a letter first',
  );

/** By field name. An empty value takes the field's default. */
const Values = z.record(z.string().max(100), z.string().max(100_000));

export const Connection = z.object({
  id: Id,
  name: z.string(),
  connector: z.string(),
  auth: z.string(),
  /** Fields that are no secrets. */
  values: z.record(z.string(), z.string()),
  /** Names of the secret fields that are filled in. */
  secrets_set: z.array(z.string()),
  /** Until when the present session with the other side is good; null when there is none, or nobody knows. */
  signed_in_until: Timestamp.nullable(),
  /** Names of the mail feeds that use it. */
  feeds: z.array(z.string()),
  created_at: Timestamp,
});
export type Connection = z.infer<typeof Connection>;

const managers = ['admin', 'integrator'] as const;
const one = z.object({ connection_id: Id });
const NO_ID = { connection_id: '00000000-0000-7000-8000-000000000000' };

export const listConnectors = defineEndpoint({
  id: 'listConnectors',
  method: 'GET',
  path: '/api/v1/connectors/',
  summary: 'Systems that can be connected, and the fields of their credentials.',
  reply: pageOf(ConnectorInfo),
  access: [...managers, 'ops'],
  audit: { none: 'reads only' },
});

export const listConnections = defineEndpoint({
  id: 'listConnections',
  method: 'GET',
  path: '/api/v1/connections/',
  summary: 'Connections to other systems, by name, without their secrets.',
  reply: pageOf(Connection),
  access: [...managers, 'ops'],
  audit: { none: 'reads only' },
});

export const createConnection = defineEndpoint({
  id: 'createConnection',
  method: 'POST',
  path: '/api/v1/connections/',
  summary: 'Connect a system. Secrets are kept encrypted and never shown.',
  body: z.object({
    name: Name,
    /** `name` of a connector. */
    connector: z.string().max(100),
    /** `name` of one of its auths; the first when left out. */
    auth: z.string().max(100).optional(),
    values: Values,
  }),
  status: 201,
  reply: Connection,
  errors: ['already_exists'],
  access: managers,
  audit: { event: 'connection.created' },
  example: { body: { name: 'outlook', connector: 'outlook', values: { client_id: 'an id' } } },
});

export const updateConnection = defineEndpoint({
  id: 'updateConnection',
  method: 'PATCH',
  path: '/api/v1/connections/{connection_id}/',
  summary:
    'Change a connection; what is left out stays. When a value that is no secret changes, all secrets are given anew.',
  params: one,
  body: z.object({
    name: Name.optional(),
    auth: z.string().max(100).optional(),
    /** Only the fields that change; an empty text clears one. */
    values: Values.optional(),
  }),
  reply: Connection,
  errors: ['not_found', 'already_exists'],
  access: managers,
  audit: { event: 'connection.changed' },
  example: { params: NO_ID, body: { name: 'outlook' } },
});

export const deleteConnection = defineEndpoint({
  id: 'deleteConnection',
  method: 'DELETE',
  path: '/api/v1/connections/{connection_id}/',
  summary: 'Forget a connection and its secrets. One that a mail feed uses stays.',
  params: one,
  status: 204,
  reply: NOTHING,
  errors: ['not_found', 'connection_in_use'],
  access: managers,
  audit: { event: 'connection.deleted' },
  example: { params: NO_ID },
});

export const testConnection = defineEndpoint({
  id: 'testConnection',
  method: 'POST',
  path: '/api/v1/connections/{connection_id}/test/',
  summary: 'Sign in to the other system, now.',
  params: one,
  reply: z.object({
    ok: z.boolean(),
    /** A sentence for people. */
    detail: z.string(),
    /** Milliseconds. */
    duration_ms: z.number(),
  }),
  errors: ['not_found'],
  access: managers,
  audit: { none: 'changes nothing' },
  example: { params: NO_ID },
});
