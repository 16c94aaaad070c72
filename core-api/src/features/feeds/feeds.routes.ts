import {
  createMailFeed,
  deleteMailFeed,
  listMailFeeds,
  testMailFeed,
  updateMailFeed,
} from '@pebble/contract/mail-feeds';
import type { ReplyInput } from '@pebble/contract/endpoint';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { scopeOf } from '../../http/caller.ts';
import { inTenant, person, plain, type Call, type Route } from '../../http/route.ts';
import { plainFailure } from '../connections/plain-failure.ts';
import type { OpenConnections } from '../connections/open-connections.ts';
import { appendEvent } from '../events/append-event.ts';
import { explained } from '../sources/constraint-problem.ts';
import type { SecretKeeper } from '../sources/sealed-secret.ts';
import { changeFeed, demandMail } from './change-feed.ts';
import { findFeed, lockFeed, showFeed, showFeeds } from './feed-rows.ts';
import { openFeed } from './feed-source.ts';
import { takePush } from './push-rows.ts';
import { retirePush } from './retire-push.ts';
import type { PushOffer } from './show-push.ts';

const DAY_MS = 86_400_000;

export interface FeedDeps extends PushOffer {
  keeper: SecretKeeper;
  connections: OpenConnections;
  now: () => number;
}

export function feedRoutes(deps: FeedDeps): Route[] {
  return [
    inTenant(listMailFeeds, async (tx) => ({ items: await showFeeds(tx, deps), next_cursor: null })),
    inTenant(createMailFeed, async (tx, { body }) => {
      await demandMail(tx, deps, body.connection_id);
      const id = newId();
      const settings = { ...body, remote_mailbox: body.remote_mailbox ?? body.mailbox };
      await explained(tx.sql('mail_feeds').insert({ id, tenant_id: tx.scope.tenantId, ...settings }));
      await appendEvent(tx, { type: 'mail_feed.created', data: { feed_id: id, ...settings } });
      return showFeed(tx, deps, id);
    }),
    retiring(deps, updateMailFeed, (tx, call) => changeFeed(tx, deps, call.params.feed_id, call.body)),
    retiring(deps, deleteMailFeed, async (tx, call) => {
      const { id, name } = await lockFeed(tx, call.params.feed_id);
      await tx.sql('mail_feeds').where({ id }).delete();
      await appendEvent(tx, { type: 'mail_feed.deleted', data: { feed_id: id, name } });
      return {};
    }),
    plain(testMailFeed, async (db, call, caller) => {
      const scope = scopeOf(person(caller), call.context.correlationId);
      const feed = await db.withTenant(scope, (tx) => findFeed(tx, call.params.feed_id));
      const started = performance.now();
      const took = () => Math.round(performance.now() - started);
      try {
        return {
          ok: true,
          detail: await look(deps, await openFeed(deps.connections, scope, feed)),
          duration_ms: took(),
        };
      } catch (error) {
        call.context.log.warn({ err: error }, 'a mail feed was tried in vain');
        return { ok: false, detail: plainFailure(error), duration_ms: took() };
      }
    }),
  ];
}

/** A change after which the feed may have nobody who reads it: then the other side is told not to call any more. */
function retiring<E extends typeof updateMailFeed | typeof deleteMailFeed>(
  { keeper, connections }: FeedDeps,
  endpoint: E,
  change: (tx: TenantTx, call: Call<E>) => Promise<ReplyInput<E>>,
): Route {
  return plain<E>(endpoint, async (db, call, caller) => {
    const scope = scopeOf(person(caller), call.context.correlationId);
    const { feed_id } = call.params as { feed_id: string };
    const done = await db.withTenant(scope, async (tx) => {
      const feed = await lockFeed(tx, feed_id);
      const keeps = (call.body as { enabled?: boolean }).enabled !== false && endpoint.method !== 'DELETE';
      const registration = keeps ? null : await takePush(tx, keeper, feed_id);
      return { reply: await change(tx, call), feed, registration };
    });
    retirePush(connections, scope, done.feed, done.registration, call.context.log);
    return done.reply;
  });
}

async function look(
  { now }: FeedDeps,
  { mail, host, input }: Awaited<ReturnType<typeof openFeed>>,
): Promise<string> {
  const { mailbox, folder } = input as { mailbox: string; folder: string };
  const to = new Date(now()).toISOString();
  const from = new Date(now() - DAY_MS).toISOString();
  const { mails, next } = await mail.list(host, { mailbox, folder, from, to, page: null });
  const count = next === null ? String(mails.length) : `more than ${mails.length}`;
  return `The folder ${folder} of ${mailbox} can be read; in the last 24 hours it got ${count} mails.`;
}
