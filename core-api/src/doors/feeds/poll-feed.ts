import type { MailRef } from '@pebble/kit/mail-source';
import type { Item, PollCursor } from '@pebble/kit/trigger';
import { UpstreamError } from '@pebble/kit/errors';
import { sinceOf } from '../../features/feeds/feed-rows.ts';
import { noteMails } from '../../features/feeds/ledger.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import { demandHeld, feedScope, type FeedContext } from './feed-context.ts';

/** A connector that always has more to say would keep us from taking anything in. */
const MOST_PAGES = 20;

export interface Polled {
  /** Mails that were not known. */
  found: number;
  /** False when there is more to be read first. */
  isUpToDate: boolean;
}

/**
 * Asks what is new, until there is no more for now. Mails and cursor are written together, so that whatever happens afterwards, the
 * mails are known.
 *
 * @throws ConnectorError, Superseded
 */
export async function pollFeed(context: FeedContext): Promise<Polled> {
  const { db, feed, source, signal } = context;
  const scope = feedScope(feed);
  const keys = { feed_id: feed.id, mode: feed.mode };
  const kept = await db.withTenant(scope, (tx) =>
    tx.sql<{ feed_id: string; mode: string; cursor: PollCursor }>('feed_cursors').where(keys).first(),
  );
  let cursor = kept?.cursor ?? null;
  let found = 0;
  for (let page = 0; page < MOST_PAGES && !signal.aborted; page += 1) {
    const since = sinceOf(feed).toISOString();
    const result = await source.trigger.poll(source.host, cursor, { input: source.input, since });
    crashPoint('feed.polled');
    found += await db.withTenant(scope, async (tx) => {
      await demandHeld(tx, context);
      const noted = await noteMails(tx, feed, result.items.map(toMail), { via: 'poll' });
      await tx.sql.raw(
        `INSERT INTO feed_cursors (tenant_id, feed_id, mode, cursor) VALUES (?, ?, ?, ?)
         ON CONFLICT (tenant_id, feed_id, mode) DO UPDATE SET cursor = excluded.cursor, updated_at = now()`,
        [feed.tenantId, feed.id, feed.mode, JSON.stringify(result.cursor)],
      );
      return noted;
    });
    crashPoint('feed.noted');
    cursor = result.cursor;
    if (!result.more) return { found, isUpToDate: true };
  }
  return { found, isUpToDate: false };
}

function toMail({ data }: Item): MailRef {
  const mail = data as Partial<MailRef> | null;
  if (typeof mail?.id === 'string' && typeof mail.received_at === 'string') return mail as MailRef;
  throw new UpstreamError('The connector gave something that is no mail');
}
