import type { Body, Endpoint, Params, Query, Reply, ReplyInput } from '@pebble/contract/endpoint';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { scopeOf, type Caller, type Job, type Person } from './caller.ts';
import type { PlainReply } from './plain-reply.ts';
import { ApiProblem } from './problem.ts';
import { crashPoint } from '../runtime/crash-points.ts';

/** What is known of a request besides its parts. */
export interface Context {
  correlationId: string;
  log: Logger;
  /** Address of the client, for sessions and throttling; null inside the process. */
  address: string | null;
  userAgent: string | null;
  header(name: string): string | undefined;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
}

/** A validated request for one endpoint. */
export interface Call<E extends Endpoint = Endpoint> {
  params: Params<E>;
  query: Query<E>;
  body: Body<E>;
  /** The body as it came, byte for byte. */
  bytes: Uint8Array;
  /** True when it came in a content type other than JSON; `body` is then empty and `bytes` is all there is. */
  raw: boolean;
  context: Context;
}

/** Null until a token was checked: only endpoints with `access: 'public'` see it so. */
export type MaybeCaller = Caller | null;

/** An endpoint with the code that answers it. */
export interface Route {
  endpoint: Endpoint;
  /** Asked before the body is read: a request that cannot be taken now need not be read first. */
  admit?(caller: MaybeCaller): Promise<void>;
  /** Resolves to the reply, or for a stream endpoint to an async iterable of replies with their ids. */
  run(db: Database, call: Call, caller: MaybeCaller): Promise<unknown>;
}

/** One message of a stream; `id` is what a client sends back as Last-Event-ID. Null data is a keep-alive. */
export type StreamItem<T> = { id: string; data: T } | { id: null; data: null };

/**
 * The usual route: runs in one transaction that sees the caller's rows only. When the contract names an audit event and the
 * handler wrote none of that kind, the transaction is rolled back: a change that nobody can see later must not happen.
 */
export function inTenant<E extends Endpoint>(
  endpoint: E,
  handler: (tx: TenantTx, call: Call<E>, caller: Caller) => Promise<ReplyInput<E>>,
): Route {
  return {
    endpoint,
    async run(db, call, caller) {
      const who = signedIn(caller);
      const reply = await db.withTenant(scopeOf(who, call.context.correlationId), async (tx) => {
        const result = await handler(tx, call as Call<E>, who);
        demandAudit(endpoint, tx);
        crashPoint(`${endpoint.id}.before-commit`);
        return result;
      });
      crashPoint(`${endpoint.id}.after-commit`);
      return reply;
    },
  };
}

/** A route that opens its own transactions, or needs none. */
export function plain<E extends Endpoint>(
  endpoint: E,
  handler: (db: Database, call: Call<E>, caller: MaybeCaller) => Promise<ReplyInput<E>>,
): Route {
  return { endpoint, run: (db, call, caller) => handler(db, call as Call<E>, caller) };
}

/** A route that answers in its own way when another system's protocol asks for it. */
export function outspoken<E extends Endpoint>(
  endpoint: E,
  handler: (db: Database, call: Call<E>) => Promise<ReplyInput<E> | PlainReply>,
): Route {
  return { endpoint, run: (db, call) => handler(db, call as Call<E>) };
}

/** A route that answers with server-sent events for as long as the client listens. */
export function streaming<E extends Endpoint>(
  endpoint: E,
  handler: (
    db: Database,
    call: Call<E>,
    caller: Caller,
  ) => AsyncIterable<StreamItem<Reply<E>>> | Promise<AsyncIterable<StreamItem<Reply<E>>>>,
): Route {
  return { endpoint, run: async (db, call, caller) => handler(db, call as Call<E>, signedIn(caller)) };
}

/** A route that answers with a text, piece by piece; what it throws before it returns becomes a problem. */
export function writing<E extends Endpoint>(
  endpoint: E,
  handler: (db: Database, call: Call<E>, caller: Caller) => Promise<AsyncIterable<string>>,
): Route {
  return { endpoint, run: (db, call, caller) => handler(db, call as Call<E>, signedIn(caller)) };
}

/** The person who calls; a job's token is refused. */
export function person(caller: MaybeCaller): Person {
  if (caller?.kind !== 'person') throw new ApiProblem('forbidden');
  return caller;
}

/** The job that calls; a person's token is refused. */
export function job(caller: MaybeCaller): Job {
  if (caller?.kind !== 'job') throw new ApiProblem('forbidden');
  return caller;
}

function signedIn(caller: MaybeCaller): Caller {
  if (!caller) throw new ApiProblem('unauthenticated');
  return caller;
}

function demandAudit(endpoint: Endpoint, tx: TenantTx): void {
  if (!('event' in endpoint.audit) || tx.unchanged) return;
  const expected = [endpoint.audit.event].flat();
  if (!expected.some((type) => tx.written.has(type))) {
    throw new Error(`${endpoint.id} changed something without its audit event (${expected.join(' or ')})`);
  }
}
