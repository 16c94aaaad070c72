import { receiveFeedPush } from '@pebble/contract/mail-feeds';
import { AuthError, InputError } from '@pebble/kit/errors';
import type { ConnectorPush } from '@pebble/kit/connector';
import type { Handshake, PushSignal, WebhookPayload } from '@pebble/kit/trigger';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { systemScope, type Scope } from '../../db/scope.ts';
import type { Database } from '../../db/database.ts';
import { PlainReply } from '../../http/plain-reply.ts';
import { ApiProblem } from '../../http/problem.ts';
import { outspoken, type Call, type Route } from '../../http/route.ts';
import { findFeed, type FeedRow } from './feed-rows.ts';
import type { FeedDeps } from './feeds.routes.ts';
import { openFeed } from './feed-source.ts';
import { registrationOf, tokenHash, type PushRow } from './push-rows.ts';
import { wakeFeed } from './wake-feed.ts';

/** Calls a minute of one address. Many notifications come in one call, and to wake twice is to wake once. */
const MOST_A_MINUTE = 600;

/** The door of connected systems that have something new. It answers at once and believes nothing. */
export function pushRoutes(deps: FeedDeps): Route[] {
  const limiter = new RateLimiterMemory({ points: MOST_A_MINUTE, duration: 60 });
  return [
    outspoken(receiveFeedPush, async (db, call) => {
      const target = await targetOf(deps, limiter, db, call);
      const payload = payloadOf(call, target.push.handshake);
      const handshake = target.push.handshake;
      if (handshake && isHandshake(handshake, payload)) return new PlainReply(handshake.reply(payload));
      const signal = readCall(target, payload);
      await noteCall(db, target);
      await wakeFeed(db, target.feed.id, signal);
      return { noted: true as const };
    }),
  ];
}

interface Target {
  scope: Scope;
  feed: FeedRow;
  row: PushRow;
  push: ConnectorPush;
  delivery: Parameters<ConnectorPush['read']>[1];
}

/** @throws ApiProblem not_found for an address that nobody was given, too_many_requests */
async function targetOf(
  deps: FeedDeps,
  limiter: RateLimiterMemory,
  db: Database,
  call: Call<typeof receiveFeedPush>,
): Promise<Target> {
  const hash = tokenHash(call.params.token);
  const tenantId = await db.tenantOfPush(hash);
  if (tenantId === null) throw new ApiProblem('not_found');
  // Only addresses that there are: whoever invents some must not fill the memory with counters.
  await admit(limiter, call.params.token);
  const scope = systemScope(tenantId, 'feed', call.context.correlationId);
  const found = await db.withTenant(scope, async (tx) => {
    const row = await tx
      .sql<PushRow & { token_hash: Buffer }>('feed_pushes')
      .where({ token_hash: hash })
      .first();
    if (!row) throw new ApiProblem('not_found');
    const registration = registrationOf(tx, deps.keeper, row);
    return { row, registration, feed: await findFeed(tx, row.feed_id) };
  });
  const { trigger, input, host } = await openFeed(deps.connections, scope, found.feed);
  if (!trigger.push) throw new ApiProblem('not_found');
  const delivery = { input, credential: host.credential, registration: found.registration };
  return { scope, feed: found.feed, row: found.row, push: trigger.push, delivery };
}

/** @throws ApiProblem signature_rejected for a call that is not the other side's, invalid_request for one that is none at all */
function readCall({ push, delivery }: Target, payload: WebhookPayload): PushSignal {
  try {
    return push.read(payload, delivery);
  } catch (error) {
    if (error instanceof AuthError) throw new ApiProblem('signature_rejected');
    if (error instanceof InputError) throw new ApiProblem('invalid_request', { detail: error.message });
    throw error;
  }
}

/** Not at every call: it is for people, and a sign that the other side does call. */
async function noteCall(db: Database, { scope, row }: Target): Promise<void> {
  await db.withTenant(scope, (tx) =>
    tx.sql.raw(
      `UPDATE feed_pushes SET last_call_at = clock_timestamp(), failure = NULL
       WHERE id = ? AND registered AND (last_call_at IS NULL OR last_call_at < clock_timestamp() - interval '2 seconds' OR failure IS NOT NULL)`,
      [row.id],
    ),
  );
}

async function admit(limiter: RateLimiterMemory, token: string): Promise<void> {
  try {
    await limiter.consume(token);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new ApiProblem('too_many_requests', { retryAfter: refused.msBeforeNext / 1000 });
  }
}

function isHandshake({ by }: Handshake, { query, headers }: WebhookPayload): boolean {
  return 'query' in by ? query[by.query] !== undefined : headers[by.header.toLowerCase()] !== undefined;
}

function payloadOf(call: Call<typeof receiveFeedPush>, handshake: Handshake | undefined): WebhookPayload {
  const named = handshake && 'header' in handshake.by ? [handshake.by.header.toLowerCase()] : [];
  const headers = ['content-type', 'authorization', ...named].flatMap((name) => {
    const value = call.context.header(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const raw = Buffer.from(call.bytes).toString();
  return {
    headers: Object.fromEntries(headers),
    query: call.query,
    body: call.raw ? raw : call.body,
    raw,
  };
}
