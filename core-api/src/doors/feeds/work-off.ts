import type { TenantTx } from '../../db/with-tenant.ts';
import {
  acceptedAlready,
  dueMails,
  putAside,
  settleMails,
  type LedgerItem,
} from '../../features/feeds/ledger.ts';
import { report } from '../../features/sources/door-reports.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import { feedScope, type FeedContext } from './feed-context.ts';
import { inParallel } from './in-parallel.ts';
import { acceptedBefore, takeItem, type ItemResult } from './take-item.ts';

/** Mails between two looks at what is new. */
const BATCH = 32;
/** What systems allow for one mailbox; the connector's lane holds other callers to it as well. */
const AT_ONCE = 4;

export interface Worked {
  tried: number;
  /** Why none of them could be had; null when some could. */
  trouble: string | null;
  /** More of the feed's own mail is due, as opposed to that of backfills. */
  isBehind: boolean;
}

/**
 * Takes in some of the mails that are known and due. What became of those that were tried is written down also when the mailbox goes
 * out of reach in between.
 *
 * @throws ConnectorError when the mailbox is out of reach
 */
export async function workOff(context: FeedContext): Promise<Worked> {
  const { db, feed, now } = context;
  const due = await db.withTenant(feedScope(feed), async (tx) => {
    const items = await dueMails(tx, feed, BATCH, new Date(now()));
    const isIn = await acceptedAlready(
      tx,
      items.map((item) => item.tracking_id),
    );
    return items.map((item) => ({ item, isIn: isIn.has(item.tracking_id) }));
  });
  if (due.length === 0) return { tried: 0, trouble: null, isBehind: false };
  const results: ItemResult[] = due.filter(({ isIn }) => isIn).map(({ item }) => acceptedBefore(item));
  const open = due.filter(({ isIn }) => !isIn).map(({ item }) => item);
  const take = async (item: LedgerItem) => void results.push(await takeItem(context, item));
  try {
    await inParallel(open, AT_ONCE, take);
  } finally {
    if (results.length > 0) await db.withTenant(feedScope(feed), (tx) => writeDown(tx, context, results));
  }
  crashPoint('feed.settled');
  const aside = results.flatMap((one) => ('postponed' in one ? [one.postponed.reason] : []));
  return {
    tried: due.length,
    trouble: aside.length === due.length ? (aside[0] ?? null) : null,
    // The feed's own come first.
    isBehind: due.length === BATCH && due.at(-1)?.item.via !== 'backfill',
  };
}

async function writeDown(tx: TenantTx, { feed }: FeedContext, results: readonly ItemResult[]): Promise<void> {
  const settled = results.flatMap((one) => ('settled' in one ? [one] : []));
  await settleMails(
    tx,
    feed,
    settled.map((one) => one.settled),
  );
  await putAside(
    tx,
    feed,
    results.flatMap((one) => ('postponed' in one ? [one.postponed] : [])),
  );
  for (const one of settled) {
    if (one.report) await report(tx, { feed_id: feed.id }, { ...one.report, mode: feed.mode });
  }
  const accepted = settled.filter((one) => one.accepted).length;
  const refused = settled.filter((one) => one.settled.state === 'refused').length;
  await tx.sql.raw(
    `UPDATE mail_feeds SET received = received + ?, accepted = accepted + ?, refused = refused + ?,
            last_at = CASE WHEN ? > 0 THEN now() ELSE last_at END, heartbeat_at = now() WHERE id = ?`,
    [settled.length, accepted, refused, settled.length, feed.id],
  );
}
