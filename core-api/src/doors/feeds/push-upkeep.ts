import { NotFoundError } from '@pebble/kit/errors';
import type { ConnectorSubscription } from '@pebble/kit/connector';
import type { Registration } from '@pebble/kit/registration';
import type { SubscribeRequest } from '@pebble/kit/trigger';
import { plainFailure } from '../../features/connections/plain-failure.ts';
import {
  drawPush,
  findPush,
  keepPush,
  registrationOf,
  type PushRow,
} from '../../features/feeds/push-rows.ts';
import { feedScope, type FeedContext } from './feed-context.ts';

const DAY_MS = 86_400_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/** `check`: ask the other side whether it still knows us. */
export type PushWish = 'keep' | 'check' | 'renew' | 'recreate';

/**
 * Sees to it that the other side calls us, as long as that is wanted and possible. What goes wrong is written down and tried again
 * later; it never keeps mail from being polled. True when calls are to be expected.
 */
export async function keepPushAlive(context: FeedContext, wish: PushWish): Promise<boolean> {
  const { db, feed, keeper, source, log } = context;
  const subscription = source.trigger.push?.subscription;
  const { publicUrl } = context.feeds;
  const row = await db.withTenant(feedScope(feed), (tx) => findPush(tx, feed.id));
  const wanted = feed.push && subscription !== undefined && publicUrl !== null;
  if (!wanted) {
    if (row && subscription) await drop(context, subscription, row);
    return false;
  }
  if (wish === 'keep' && row?.retry_at && row.retry_at.getTime() > context.now()) return false;
  // What was wished for before has failed, and whoever wished for it does not come again.
  const due = wish === 'keep' && row?.retry_at ? 'renew' : wish;
  try {
    if (!row || !row.registered || due === 'recreate' || row.feed_revision !== feed.revision) {
      await create(context, subscription, row, publicUrl);
    } else await look(context, subscription, row, due, publicUrl);
    return true;
  } catch (error) {
    log.warn({ err: error, feed_id: feed.id }, 'the registration of a feed');
    await db.withTenant(feedScope(feed), async (tx) => {
      const present = await findPush(tx, feed.id);
      const tries = (present?.tries ?? 0) + 1;
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
      const failure = `${plainFailure(error)} Until then the folder is polled.`;
      const retry_at = new Date(context.now() + pause);
      if (present) await tx.sql('feed_pushes').where({ id: present.id }).update({ failure, tries, retry_at });
      else {
        const drawn = await drawPush(tx, keeper, feed, publicUrl);
        await tx.sql('feed_pushes').where({ id: drawn.id }).update({ failure, tries, retry_at });
      }
    });
    return false;
  }
}

/** Gives the registration back, so that nobody calls an address that is not there. */
async function drop(context: FeedContext, subscription: ConnectorSubscription, row: PushRow): Promise<void> {
  const { db, feed, keeper } = context;
  const registration = await db.withTenant(feedScope(feed), async (tx) => {
    await tx.sql('feed_pushes').where({ id: row.id }).delete();
    return registrationOf(tx, keeper, row);
  });
  if (row.registered) await giveBack(context, subscription, registration);
}

async function giveBack(
  { feed, source, log }: FeedContext,
  subscription: ConnectorSubscription,
  registration: Registration,
): Promise<void> {
  await subscription.delete(source.host, registration).catch((error: unknown) => {
    // It ends by itself at the other side, and until then its calls find nobody.
    log.warn({ err: error, feed_id: feed.id }, 'a registration was not given back');
  });
}

async function create(
  context: FeedContext,
  subscription: ConnectorSubscription,
  before: PushRow | null,
  publicUrl: string,
): Promise<void> {
  const { db, feed, keeper, source } = context;
  if (before?.registered) await drop(context, subscription, before);
  const drawn = await db.withTenant(feedScope(feed), async (tx) => {
    const { id, registration } = await drawPush(tx, keeper, feed, publicUrl);
    if (before) await tx.sql('feed_pushes').where({ id }).update({ tries: before.tries });
    return { id, registration };
  });
  const made = await subscription.create(source.host, request(context, drawn.registration));
  const isKept = await db.withTenant(feedScope(feed), (tx) =>
    keepPush(tx, keeper, drawn.id, made, context.now()),
  );
  // The feed was switched off while we asked, or another reader has made one of its own.
  if (!isKept) await giveBack(context, subscription, made);
}

/** Renews at half of its time and at least once a day, as soon as somebody asks for it, and makes a new one where it is gone. */
async function look(
  context: FeedContext,
  subscription: ConnectorSubscription,
  row: PushRow,
  wish: PushWish,
  publicUrl: string,
): Promise<void> {
  const { db, feed, keeper, source, now } = context;
  const registration = await db.withTenant(feedScope(feed), async (tx) => registrationOf(tx, keeper, row));
  // It calls where this installation was reached before.
  if (!registration.url.startsWith(`${publicUrl}/`)) return create(context, subscription, row, publicUrl);
  if (wish === 'check' && !(await subscription.check(source.host, registration))) {
    return create(context, subscription, row, publicUrl);
  }
  if (wish !== 'renew' && now() < renewalDue(row)) return;
  try {
    const renewed = await subscription.renew(source.host, registration, request(context, registration));
    await db.withTenant(feedScope(feed), (tx) => keepPush(tx, keeper, row.id, renewed, now()));
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    await create(context, subscription, row, publicUrl);
  }
}

/** Milliseconds since 1970. */
function renewalDue({ renewed_at, expires_at }: PushRow): number {
  const made = renewed_at.getTime();
  const half = expires_at === null ? Infinity : made + (expires_at.getTime() - made) / 2;
  return Math.min(half, made + DAY_MS);
}

function request({ source, now }: FeedContext, { url, secret }: Registration): SubscribeRequest {
  return { input: source.input, url, secret, now: new Date(now()).toISOString() };
}
