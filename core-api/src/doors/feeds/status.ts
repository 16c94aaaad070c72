import { feedScope, type FeedDoorDeps, type HeldFeed } from './feed-context.ts';

interface Status {
  /** Null when all is well. */
  last_error?: string | null;
  last_poll_at?: Date;
}

/** Writes how a feed is doing, for people. Settings that were changed meanwhile have begun a status of their own. */
export async function writeStatus(
  { db }: Pick<FeedDoorDeps, 'db'>,
  feed: Pick<HeldFeed, 'id' | 'tenantId' | 'revision'>,
  status: Status,
): Promise<void> {
  await db.withTenant(feedScope(feed), (tx) =>
    tx
      .sql('mail_feeds')
      .where({ id: feed.id, revision: feed.revision })
      .update({ ...status, heartbeat_at: tx.sql.fn.now() }),
  );
}
