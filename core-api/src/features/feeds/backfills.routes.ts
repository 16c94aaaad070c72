import {
  cancelFeedBackfill,
  getFeedBackfill,
  listFeedBackfills,
  startFeedBackfill,
  type FeedBackfill,
} from '@pebble/contract/feed-backfills';
import type { z } from 'zod';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { scopeOf } from '../../http/caller.ts';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, person, plain, type Route } from '../../http/route.ts';
import { appendEvent } from '../events/append-event.ts';
import { showBackfills, type BackfillRow } from './backfill-rows.ts';
import { findFeed } from './feed-rows.ts';
import { wakeFeed } from './wake-feed.ts';

/** Older mail. Here it is only ordered; the feed's reader does it. */
export function backfillRoutes(): Route[] {
  return [
    inTenant(listFeedBackfills, async (tx, call) => {
      const { id } = await findFeed(tx, call.params.feed_id);
      return { items: await showBackfills(tx, id), next_cursor: null };
    }),
    inTenant(getFeedBackfill, (tx, call) => shown(tx, call.params.feed_id, call.params.backfill_id)),
    plain(startFeedBackfill, async (db, call, caller) => {
      const scope = scopeOf(person(caller), call.context.correlationId);
      const started = await db.withTenant(scope, async (tx) => {
        const feed = await findFeed(tx, call.params.feed_id);
        if (!feed.enabled) throw new ApiProblem('feed_off');
        const id = newId();
        const { from, to, preview } = call.body;
        const window = { from_at: new Date(from), to_at: new Date(to) };
        const keys = { id, tenant_id: tx.scope.tenantId, feed_id: feed.id, mode: feed.mode };
        await tx.sql('feed_backfills').insert({ ...keys, ...window, preview });
        const data = { feed_id: feed.id, backfill_id: id, from, to, preview };
        await appendEvent(tx, { type: 'feed_backfill.started', data });
        return shown(tx, feed.id, id);
      });
      await wakeFeed(db, started.feed_id, 'look');
      return started;
    }),
    inTenant(cancelFeedBackfill, async (tx, call) => {
      const { feed_id, backfill_id } = call.params;
      const row = await tx
        .sql<BackfillRow>('feed_backfills')
        .where({ id: backfill_id, feed_id })
        .forUpdate()
        .first();
      if (!row) throw new ApiProblem('not_found');
      if (row.state === 'done' || row.state === 'cancelled') {
        tx.unchanged = true;
        return shown(tx, feed_id, row.id);
      }
      await tx
        .sql('feed_backfills')
        .where({ id: row.id })
        .update({ state: 'cancelled', last_error: null, ended_at: tx.sql.fn.now() });
      await handOver(tx, row.id);
      // What nobody has fetched is as unknown as before, so that a later backfill finds it.
      await tx.sql('feed_items').where({ backfill_id: row.id, state: 'waiting' }).delete();
      await appendEvent(tx, { type: 'feed_backfill.cancelled', data: { feed_id, backfill_id: row.id } });
      return shown(tx, feed_id, row.id);
    }),
  ];
}

/** Mails that another backfill wants too are that one's from now on: it has counted on them. */
async function handOver(tx: TenantTx, id: string): Promise<void> {
  await tx.sql.raw(
    `UPDATE feed_items i SET backfill_id = o.id
     FROM feed_backfills o
     WHERE i.backfill_id = ? AND i.state = 'waiting' AND o.id = (
       SELECT b.id FROM feed_backfills b
       WHERE b.tenant_id = i.tenant_id AND b.feed_id = i.feed_id AND b.mode = i.mode AND b.id <> i.backfill_id
         AND b.state IN ('listing', 'working') AND NOT b.preview AND i.received_at >= b.from_at AND i.received_at < b.to_at
       ORDER BY b.created_at, b.id LIMIT 1)`,
    [id],
  );
}

async function shown(tx: TenantTx, feedId: string, id: string): Promise<z.input<typeof FeedBackfill>> {
  const [found] = await showBackfills(tx, feedId, id);
  if (!found) throw new ApiProblem('not_found');
  return found;
}
