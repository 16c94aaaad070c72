import { MAX_MAIL_BYTES } from '@pebble/contract/ingestion';
import {
  CircuitOpenError,
  ConnectorError,
  NotFoundError,
  RateLimitedError,
  retryAfterOf,
} from '@pebble/kit/errors';
import { newId } from '../../db/new-id.ts';
import {
  acceptedAlready,
  type LedgerItem,
  type Postponement,
  type Settlement,
} from '../../features/feeds/ledger.ts';
import { plainFailure } from '../../features/connections/plain-failure.ts';
import { notTaken, type NewReport } from '../../features/sources/door-reports.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import { takeMail, type Doorway, type Taken } from '../take-mail.ts';
import { feedScope, type FeedContext } from './feed-context.ts';

/** What became of a mail of the ledger. */
export type ItemResult =
  | { settled: Settlement; accepted: boolean; report: Omit<NewReport, 'mode'> | null }
  | { postponed: Postponement };

const TOO_LARGE = `It is larger than ${MAX_MAIL_BYTES / 1024 / 1024} MB.`;
const LONGEST_PAUSE_MS = 60 * 60_000;
const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;
const LEAST_TRIES = 6;

/**
 * Fetches a mail and hands it over. One that cannot be fetched is put aside, and the others do not wait for it.
 *
 * @throws when the whole mailbox is out of reach; then nothing is known of the mail and its tries are not counted
 */
export async function takeItem(context: FeedContext, item: LedgerItem): Promise<ItemResult> {
  const { feed, source, signal } = context;
  try {
    signal.throwIfAborted();
    const raw = await source.mail.fetch(source.host, { mailbox: feed.remote_mailbox, id: item.external_id });
    crashPoint('feed.fetched');
    if (raw.byteLength > MAX_MAIL_BYTES) return refused(item, TOO_LARGE, raw.byteLength);
    const taken = await takeMail(context, doorwayOf(context, item), raw, signal);
    crashPoint('feed.accepted');
    return settledAs(item, taken, raw.byteLength);
  } catch (error) {
    if (error instanceof NotFoundError) return notFound(context, item, error);
    if (signal.aborted || concernsAll(error)) throw error;
    return (await afterFailure(context, item, error)) ?? postpone(context, item, error);
  }
}

/**
 * Nothing of it lies in this one mail: the reader waits, and then asks again for all. A refusal is not among them: the folder has let
 * us in a moment before.
 */
function concernsAll(error: unknown): boolean {
  return error instanceof CircuitOpenError || error instanceof RateLimitedError;
}

/** Null when the mail is not in. A reader that was thought dead may have handed it over a moment before us. */
async function afterFailure(
  { db, feed }: FeedContext,
  item: LedgerItem,
  error: unknown,
): Promise<ItemResult | null> {
  if (error instanceof ConnectorError) return null;
  // While the database is away no mail is at fault; when it answers, this one is.
  const scope = feedScope(feed);
  const isIn = await db.withTenant(scope, (tx) => acceptedAlready(tx, [item.tracking_id]));
  return isIn.has(item.tracking_id) ? acceptedBefore(item) : null;
}

export function acceptedBefore(item: LedgerItem): ItemResult {
  return { settled: settlement(item, 'taken', null), accepted: true, report: null };
}

function settledAs(item: LedgerItem, taken: Taken, size: number): ItemResult {
  const { outcome, from, subject, rehearsal } = taken;
  const report = rehearsal ? { key: item.external_id, from, subject, size, rehearsal } : null;
  const state = outcome === 'accepted' ? 'taken' : outcome;
  return {
    settled: settlement(item, state, rehearsal?.reason ?? null),
    accepted: outcome === 'accepted',
    report,
  };
}

function refused(item: LedgerItem, reason: string, size: number): ItemResult {
  const report = { key: item.external_id, from: null, subject: null, size, rehearsal: notTaken(reason) };
  return { settled: settlement(item, 'refused', reason), accepted: false, report };
}

/**
 * A mailbox that is not there for a while, because it is moved or its licence was taken, answers like a mail that is not there. So the
 * folder is asked too, and must answer.
 *
 * @throws ConnectorError when it does not; then nothing is known of the mail
 */
async function notFound(context: FeedContext, item: LedgerItem, error: NotFoundError): Promise<ItemResult> {
  const { feed, source } = context;
  const second = Math.floor(item.received_at.getTime() / 1000) * 1000;
  const { mails } = await source.mail.list(source.host, {
    ...{ mailbox: feed.remote_mailbox, folder: feed.folder, page: null },
    ...{ from: new Date(second).toISOString(), to: new Date(second + 1000).toISOString() },
  });
  const isThere = mails.some(({ id }) => id === item.external_id);
  return isThere ? postpone(context, item, error) : gone(item);
}

function gone(item: LedgerItem): ItemResult {
  const reason = 'Somebody had moved or deleted it before it could be fetched.';
  return { settled: settlement(item, 'gone', reason), accepted: false, report: null };
}

function postpone({ now, log, timing, feed }: FeedContext, item: LedgerItem, error: unknown): ItemResult {
  log.warn({ err: error, feed_id: feed.id, tries: item.tries + 1 }, 'a mail of a feed was put aside');
  const tries = item.tries + 1;
  const reason = plainFailure(error);
  if (tries >= LEAST_TRIES && now() - item.known_at.getTime() >= GIVE_UP_AFTER_MS) {
    const rehearsal = notTaken(`It could not be fetched for a day. ${reason}`, 'unknown');
    const report = { key: item.external_id, from: null, subject: null, size: null, rehearsal };
    return { settled: settlement(item, 'given_up', reason), accepted: false, report };
  }
  const asked = (retryAfterOf(error) ?? 0) * 1000;
  const pause = Math.max(asked, Math.min(timing.aside * 4 ** item.tries, LONGEST_PAUSE_MS));
  return {
    postponed: { external_id: item.external_id, tries, next_at: new Date(now() + pause), reason },
  };
}

function settlement(item: LedgerItem, state: Settlement['state'], reason: string | null): Settlement {
  return { external_id: item.external_id, state, reason };
}

function doorwayOf({ feed, source }: FeedContext, item: LedgerItem): Doorway {
  const { tenantId, mailbox, mode } = feed;
  return {
    ...{ tenantId, mailbox, mode },
    actor: `mail_feed:${feed.id}`,
    sourceSystem: source.connector.name,
    // In shadow mode nothing is kept under it.
    trackingId: mode === 'live' ? item.tracking_id : newId(),
    origin: {
      connection: source.connection,
      externalId: item.external_id,
      mailbox: feed.remote_mailbox,
    },
  };
}
