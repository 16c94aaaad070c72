import type { MailRef } from '@pebble/kit/mail-source';
import { NotFoundError } from '@pebble/kit/errors';
import type { TenantTx } from '../../db/with-tenant.ts';
import { plainFailure } from '../../features/connections/plain-failure.ts';
import { appendEvent } from '../../features/events/append-event.ts';
import type { BackfillRow } from '../../features/feeds/backfill-rows.ts';
import { noteMails } from '../../features/feeds/ledger.ts';
import { keyOfMessageId } from '../../mail/mail-identity.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import { lookAgain } from '../../features/receipts/look-again.ts';
import { demandHeld, feedScope, Superseded, type FeedContext } from './feed-context.ts';
import { settledBy } from './poll-feed.ts';
import { takeMail } from '../take-mail.ts';

/** Mails of a preview that are rehearsed. Each holds a connection for a moment, and asks the mailbox for the whole mail. */
const SAMPLE = 20;
const PAUSE_MS = 30_000;

/** Backfills of a feed that are looked at in a step; the others wait until one of these is over. */
const MOST = 20;

/**
 * Goes one step on with the oldest backfill of the feed that can get on: lists a page, rehearses a mail, or sees that all is taken
 * in. What a step has done is written with how far it is, so that a kill costs one step. True when there is another step at once.
 *
 * @throws Superseded
 */
export async function stepBackfill(context: FeedContext): Promise<boolean> {
  const { db, feed, now } = context;
  const rows = await db.withTenant(feedScope(feed), (tx) =>
    tx
      .sql<BackfillRow>('feed_backfills')
      .where({ feed_id: feed.id, mode: feed.mode })
      .whereIn('state', ['listing', 'working'])
      .whereRaw('(retry_at IS NULL OR retry_at <= ?)', [new Date(now())])
      .orderBy(['created_at', 'id'])
      .limit(MOST)
      .select('*'),
  );
  // One whose mails were put aside may wait for a day, and must not hold up the next.
  for (const row of rows) if (await stepOne(context, row)) return true;
  return false;
}

async function stepOne(context: FeedContext, row: BackfillRow): Promise<boolean> {
  const { now, log } = context;
  try {
    if (row.state === 'listing') return await listPage(context, row);
    if (row.preview && row.sample_ids.length > 0) return await rehearseOne(context, row);
    return await finish(context, row);
  } catch (error) {
    if (context.signal.aborted || error instanceof Superseded) throw error;
    log.warn({ err: error, backfill_id: row.id }, 'a backfill');
    const trouble = { last_error: plainFailure(error), retry_at: new Date(now() + PAUSE_MS) };
    await change(context, row, async () => trouble);
    return false;
  }
}

async function listPage(context: FeedContext, row: BackfillRow): Promise<boolean> {
  const { feed, source } = context;
  const { mails, next } = await source.mail.list(source.host, {
    ...{ mailbox: feed.remote_mailbox, folder: feed.folder, page: row.page },
    ...{ from: row.from_at.toISOString(), to: row.to_at.toISOString() },
  });
  crashPoint('feed.listed');
  return change(context, row, async (tx) => {
    const known = await knownIds(tx, feed.id, row, mails);
    const unknown = mails.filter(({ id }) => !known.has(id));
    const here = await hereAlready(tx, feed.mailbox, unknown);
    const fresh = unknown.filter((mail) => !here.has(mail.id)).map(({ id }) => id);
    if (!row.preview) await noteOld(tx, context, row, unknown);
    return {
      page: next,
      ...(next === null ? { state: 'working' as const } : {}),
      found: row.found + mails.length,
      known: row.known + known.size,
      here_already: row.here_already + here.size,
      sample_ids: row.preview ? [...row.sample_ids, ...fresh].slice(0, SAMPLE) : [],
    };
  });
}

async function noteOld(
  tx: TenantTx,
  context: FeedContext,
  { id, mode }: BackfillRow,
  mails: readonly MailRef[],
): Promise<void> {
  const { feed } = context;
  const noted = await noteMails(tx, feed, mails, { via: 'backfill', backfillId: id });
  if (noted > 0 && mode === 'live') await lookAgain(tx, feed.id, mails, settledBy(context));
}

async function rehearseOne(context: FeedContext, row: BackfillRow): Promise<boolean> {
  const { feed, source, signal } = context;
  const [id = '', ...left] = row.sample_ids;
  const outcome = await outcomeOf();
  return change(context, row, async () => ({
    sample_ids: left,
    sample: { ...row.sample, [outcome]: (row.sample[outcome] ?? 0) + 1 },
  }));

  async function outcomeOf(): Promise<string> {
    try {
      const raw = await source.mail.fetch(source.host, { mailbox: feed.remote_mailbox, id });
      const doorway = { ...feed, mode: 'shadow' as const, sourceSystem: source.connector.name };
      const { rehearsal } = await takeMail(
        context,
        { ...doorway, actor: `mail_feed:${feed.id}` },
        raw,
        signal,
      );
      return rehearsal?.outcome ?? 'unknown';
    } catch (error) {
      if (error instanceof NotFoundError) return 'gone';
      throw error;
    }
  }
}

/** A preview is over when its sample is; a run when no old mail of its window waits any more, whoever has noted it. */
async function finish(context: FeedContext, row: BackfillRow): Promise<boolean> {
  await change(context, row, async (tx) => {
    const waiting = tx
      .sql('feed_items')
      .where({ feed_id: row.feed_id, mode: row.mode, state: 'waiting', via: 'backfill' })
      .where('received_at', '>=', row.from_at)
      .where('received_at', '<', row.to_at)
      .first('external_id');
    if (!row.preview && (await waiting)) return null;
    const { id, feed_id, found, known, here_already, preview } = row;
    const data = { feed_id, backfill_id: id, preview, found, known, here_already };
    await appendEvent(tx, { type: 'feed_backfill.finished', data });
    return { state: 'done' as const, ended_at: tx.sql.fn.now() };
  });
  return false;
}

type Changes = Partial<Record<keyof BackfillRow, unknown>>;

/** Writes a step, unless somebody has cancelled the backfill meanwhile. @throws Superseded */
async function change(
  context: FeedContext,
  row: BackfillRow,
  work: (tx: TenantTx) => Promise<Changes | null>,
): Promise<boolean> {
  return context.db.withTenant(feedScope(context.feed), async (tx) => {
    // What was listed may be that of a folder which is not the feed's any more.
    await demandHeld(tx, context);
    const present = await tx
      .sql<BackfillRow>('feed_backfills')
      .where({ id: row.id, state: row.state })
      .forUpdate()
      .first();
    // Two readers at once, while a lease goes over: the slower one has done the step in vain.
    if (!present || present.found !== row.found || present.page !== row.page) return false;
    if (present.sample_ids.length !== row.sample_ids.length) return false;
    const changes = await work(tx);
    if (!changes) return false;
    const { sample, ...rest } = changes;
    await tx
      .sql('feed_backfills')
      .where({ id: row.id })
      .update({
        ...{ last_error: null, retry_at: null },
        ...rest,
        ...(sample === undefined ? {} : { sample: JSON.stringify(sample) }),
      });
    return true;
  });
}

/** Mails that need not be noted: but for those that had gone or were given up, for the folder holds them after all. */
async function knownIds(
  tx: TenantTx,
  feedId: string,
  { mode, id }: BackfillRow,
  mails: readonly MailRef[],
): Promise<Set<string>> {
  const found = await tx
    .sql<{ external_id: string; feed_id: string; mode: string; state: string }>('feed_items')
    .where({ feed_id: feedId, mode })
    .whereNotIn('state', ['gone', 'given_up'])
    .whereRaw('backfill_id IS DISTINCT FROM ?', [id])
    .whereIn(
      'external_id',
      mails.map((mail) => mail.id),
    )
    .pluck('external_id');
  return new Set(found as string[]);
}

/** Mails whose Message-ID has had its effect for the mailbox's entity, whichever way it came. */
async function hereAlready(tx: TenantTx, mailbox: string, mails: readonly MailRef[]): Promise<Set<string>> {
  const keys = mails.flatMap(({ id, internet_message_id }) => {
    const key = internet_message_id === null ? null : keyOfMessageId(internet_message_id);
    return key ? [{ id, key }] : [];
  });
  const { rows } = await tx.sql.raw<{ rows: { key_hash: Buffer }[] }>(
    `SELECT p.key_hash FROM processed_emails p JOIN mailboxes b ON b.tenant_id = p.tenant_id AND b.entity_id = p.entity_id
     WHERE b.address = ? AND p.key_hash = ANY (?)`,
    [mailbox, keys.map(({ key }) => key)] as never,
  );
  const taken = new Set(rows.map((row) => row.key_hash.toString('hex')));
  return new Set(keys.filter(({ key }) => taken.has(key.toString('hex'))).map(({ id }) => id));
}
