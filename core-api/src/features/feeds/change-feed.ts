import type { Body, ReplyInput } from '@pebble/contract/endpoint';
import type { updateMailFeed } from '@pebble/contract/mail-feeds';
import type { TenantTx } from '../../db/with-tenant.ts';
import { misfit } from '../connections/misfit.ts';
import { appendEvent } from '../events/append-event.ts';
import { changesOf } from '../sources/changes.ts';
import { explained } from '../sources/constraint-problem.ts';
import { lockFeed, showFeed, type FeedSettings } from './feed-rows.ts';
import { mailTrigger } from './feed-source.ts';
import type { PushOffer } from './show-push.ts';

type Update = typeof updateMailFeed;
type Change = { [Key in keyof FeedSettings]?: FeedSettings[Key] | undefined };

const READ_FROM = ['remote_mailbox', 'folder'] as const;

/** When the folder was last read, and a little before, for clocks differ. */
const LAST_LOOK = `greatest(start_said_at, last_poll_at - interval '1 hour')`;

/** @throws ApiProblem not_found, already_exists, invalid_request */
export async function changeFeed(
  tx: TenantTx,
  offer: PushOffer,
  id: string,
  wanted: Body<Update>,
): Promise<ReplyInput<Update>> {
  const before = await lockFeed(tx, id);
  if (wanted.connection_id !== undefined) await demandMail(tx, offer, wanted.connection_id);
  if (differs(before, wanted, ['remote_mailbox'])) await demandNothingRead(tx, id);
  const changes = changesOf(before, wanted);
  const readsAgain = wanted.start_from !== undefined;
  if (!changes && !readsAgain) {
    tx.unchanged = true;
    return showFeed(tx, offer, id);
  }
  const cursors = () => tx.sql('feed_cursors').where({ feed_id: id });
  const elsewhere = differs(before, wanted, READ_FROM);
  const mode = wanted.mode ?? before.mode;
  const begun = await cursors().pluck<string[]>('mode');
  const reconnected = differs(before, wanted, ['connection_id']);
  if (elsewhere) await leaveReceipts(tx, id);
  // A position in one system's words means nothing to another's.
  if (elsewhere || reconnected) {
    await cursors().delete();
    await listAnew(tx, id);
  } else if (readsAgain) await cursors().where({ mode }).delete();
  // Whoever has begun reading goes on where it was, whatever `now` is by now; and mail that came while a feed could not be read yet is
  // not given up because somebody has renamed it or put it right.
  // The same goes for what came since the old connection failed.
  const comesOn = mode !== before.mode || (wanted.enabled === true && !before.enabled);
  const saysNow = readsAgain || (elsewhere ? begun.length > 0 : comesOn && !begun.includes(mode));
  const fresh = {
    ...{ revision: before.revision + 1, last_error: null },
    ...(saysNow
      ? { start_said_at: tx.sql.fn.now() }
      : reconnected
        ? { start_said_at: tx.sql.raw(LAST_LOOK) }
        : {}),
    // What is proved is proved; but of another start, or another folder, nothing is yet.
    ...(elsewhere || readsAgain ? { proved_until: null, last_poll_at: null } : {}),
  };
  await explained(
    tx
      .sql('mail_feeds')
      .where({ id })
      .update({ ...wanted, ...fresh }),
  );
  const data = { feed_id: id, ...(changes ?? {}), reads_again: readsAgain };
  await appendEvent(tx, { type: 'mail_feed.changed', data });
  return showFeed(tx, offer, id);
}

/**
 * Ids are those of a mailbox: what waits would be looked for in the other one, and what is known of the one be taken for known of the
 * other.
 *
 * @throws ApiProblem invalid_request
 */
async function demandNothingRead(tx: TenantTx, id: string): Promise<void> {
  if (!(await tx.sql('feed_items').where({ feed_id: id }).first('external_id'))) return;
  throw misfit(
    'remote_mailbox',
    'stays once the feed has read mail; create another feed for another mailbox',
  );
}

/** What was signed for the folder before is not looked at again: that would be a look at another one. */
async function leaveReceipts(tx: TenantTx, id: string): Promise<void> {
  await tx.sql('ingestion_receipts').where({ feed_id: id, is_latest: true }).update({ look_again_at: null });
}

/** The next page of a backfill was one of another folder, or of another system. What it has noted is known. */
async function listAnew(tx: TenantTx, id: string): Promise<void> {
  await tx.sql('feed_backfills').where({ feed_id: id, state: 'listing' }).update({
    page: null,
    found: 0,
    known: 0,
    here_already: 0,
    sample_ids: [],
    last_error: null,
    retry_at: null,
  });
}

/** @throws ApiProblem invalid_request */
export async function demandMail(
  tx: TenantTx,
  { connectors }: PushOffer,
  connectionId: string,
): Promise<void> {
  const row = await tx
    .sql<{ id: string; connector: string }>('connections')
    .where({ id: connectionId })
    .first('connector');
  if (!row) throw misfit('connection_id', 'is no connection of yours');
  const connector = connectors.find(row.connector);
  if (connector && mailTrigger(connector)) return;
  throw misfit('connection_id', 'is a connection of a system that has no mail');
}

function differs(before: FeedSettings, wanted: Change, keys: readonly (keyof FeedSettings)[]): boolean {
  return keys.some((key) => wanted[key] !== undefined && wanted[key] !== before[key]);
}
