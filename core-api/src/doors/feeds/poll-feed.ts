import type { MailRef } from '@pebble/kit/mail-source';
import type { Item, PollCursor } from '@pebble/kit/trigger';
import { UpstreamError } from '@pebble/kit/errors';
import { sinceOf } from '../../features/feeds/feed-rows.ts';
import { noteMails } from '../../features/feeds/ledger.ts';
import { lookAgain } from '../../features/receipts/look-again.ts';
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
      const mails = result.items.map(toMail);
      const noted = await noteMails(tx, feed, mails, { via: 'poll' });
      if (noted > 0 && feed.mode === 'live') await lookAgain(tx, feed.id, mails, settledBy(context));
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

/** Instants for `lookAgain`. */
export function settledBy({ now, timing }: FeedContext): { now: number; settledBefore: number } {
  const instant = now();
  return { now: instant, settledBefore: instant - timing.settle };
}

function toMail({ data }: Item): MailRef {
  const mail = data as Partial<MailRef> | null;
  if (typeof mail?.id === 'string' && typeof mail.received_at === 'string') return mail as MailRef;
  throw new UpstreamError('The connector gave something that is no mail');
}
