import { createHash } from 'node:crypto';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/new-id.ts';
import type { Scope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvents, type NewEvent } from '../events/append-event.ts';
import { lockFeed, type FeedRow } from '../feeds/feed-rows.ts';
import type { FeedSource } from '../feeds/feed-source.ts';
import { noteMails } from '../feeds/ledger.ts';
import { accountMails, type Account, type Window } from './account-mails.ts';
import { listWindow } from './list-window.ts';
import { fromText, toText, type ReceiptBody } from './receipt-body.ts';
import type { ReceiptRow } from './receipt-rows.ts';
import type { ReceiptSigner } from './receipt-signer.ts';

export interface ProveDeps {
  db: Database;
  signer: ReceiptSigner;
  now: () => number;
}

/** A person has changed the feed while its folder was looked at. */
export class FeedChanged extends Error {
  override readonly name = 'FeedChanged';
}

/** Mail may be so young that the reader has not come to it. */
const FRESH_MS = 2 * 60_000;
const LOOK_AGAIN_MS = 2_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
/** After so many looks a window is left to people; that is about a week. */
const MOST_LOOKS = 170;
const NAMED = 1_000;

/**
 * Looks at what the folder holds of a window, notes what nobody knew of so that it is fetched, and signs a receipt. Listing comes
 * first and outside the transaction: a slow system must not hold one open.
 *
 * @param asked the feed that `source` was opened for
 * @throws ConnectorError when the folder cannot be listed; FeedChanged; ApiProblem not_found, other_side_failed
 */
export async function proveWindow(
  deps: ProveDeps,
  scope: Scope,
  source: FeedSource,
  asked: Pick<FeedRow, 'id' | 'revision'>,
  window: Window,
  { signal, always = true }: { signal?: AbortSignal; always?: boolean } = {},
): Promise<ReceiptRow> {
  const listed = await listWindow(source, window, signal);
  return deps.db.withTenant(scope, async (tx) => {
    // Two looks at one window take turns.
    const feed = await lockFeed(tx, asked.id);
    // What was listed is that of another folder, or another mailbox, and must not be signed for this one.
    if (feed.revision !== asked.revision) throw new FeedChanged();
    const before = await latestOf(tx, feed.id, window);
    // Before the first look at the folder everything in it is unknown, and nothing missing.
    const freshFrom = feed.last_poll_at === null ? new Date(0) : new Date(deps.now() - FRESH_MS);
    const account = await accountMails(tx, feed.id, window, listed, freshFrom);
    const ledger = { id: feed.id, mode: 'live' as const };
    await noteMails(tx, ledger, account.young, { via: 'poll' });
    await noteMails(tx, ledger, account.unknown, { via: 'check' });
    await revive(tx, feed.id, account);
    if (before && !always && tellsTheSame(before, account)) return putOff(tx, before, deps.now());
    return store(deps, tx, { feed, source, window, account, before });
  });
}

interface Facts {
  feed: FeedRow;
  source: FeedSource;
  window: Window;
  account: Account;
  before: ReceiptRow | null;
}

async function store(deps: ProveDeps, tx: TenantTx, facts: Facts): Promise<ReceiptRow> {
  const { feed, window, account, before } = facts;
  const body = bodyOf(deps, tx, facts);
  const text = toText(body);
  if (before) {
    await tx
      .sql('ingestion_receipts')
      .where({ id: before.id })
      .update({ is_latest: false, look_again_at: null });
  }
  const row: ReceiptRow = {
    ...{ id: newId(), feed_id: feed.id, revision: body.revision, status: body.status, body: text },
    ...{ from_at: window.from, to_at: window.to, key_id: body.key_id, is_latest: true },
    signature: deps.signer.sign(text),
    signed_at: new Date(body.signed_at),
    look_again_at: body.status === 'complete' ? null : nextLook(body.revision, deps.now()),
  };
  await tx.sql('ingestion_receipts').insert({ ...row, tenant_id: tx.scope.tenantId });
  await appendEvents(tx, eventsOf(row, account, before));
  return row;
}

function bodyOf({ signer, now }: ProveDeps, tx: TenantTx, facts: Facts): ReceiptBody {
  const { feed, source, window, account, before } = facts;
  const { counts, ids, missing, late, doubled } = account;
  const { mailbox, remote_mailbox, folder } = feed;
  return {
    version: 1,
    tenant_id: tx.scope.tenantId,
    ...{ feed_id: feed.id, feed: feed.name, connection: source.connection, mailbox, remote_mailbox, folder },
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    revision: (before?.revision ?? 0) + 1,
    ...{ status: statusOf(account), counts },
    ids_sha256: createHash('sha256').update(ids.toSorted().join('\n')).digest('hex'),
    missing: missing.slice(0, NAMED),
    late: late.slice(0, NAMED),
    doubled: doubled.slice(0, NAMED),
    signed_at: new Date(now()).toISOString(),
    key_id: signer.keyId,
  };
}

function statusOf({ counts }: Account): ReceiptBody['status'] {
  if (counts.doubled > 0) return 'doubled';
  if (counts.missing > 0) return 'gap';
  return counts.pending > 0 ? 'pending' : 'complete';
}

function eventsOf(row: ReceiptRow, { counts }: Account, before: ReceiptRow | null): NewEvent[] {
  const gapBefore = before !== null && fromText(before.body).counts.missing > 0;
  const where = { feed_id: row.feed_id, receipt_id: row.id, from: row.from_at, to: row.to_at };
  const { missing, late } = counts;
  return [
    {
      type: 'ingestion.receipt_signed',
      data: { ...where, revision: row.revision, status: row.status, ...counts },
    },
    ...(missing > 0 ? [{ type: 'ingestion.gap_found' as const, data: { ...where, missing } }] : []),
    ...(gapBefore && missing === 0
      ? [{ type: 'ingestion.gap_closed' as const, data: { ...where, late } }]
      : []),
  ];
}

async function latestOf(tx: TenantTx, feedId: string, { from, to }: Window): Promise<ReceiptRow | null> {
  const row = await tx
    .sql<ReceiptRow>('ingestion_receipts')
    .where({ feed_id: feedId, from_at: from, to_at: to, is_latest: true })
    .first();
  return row ?? null;
}

/** What was given up, or was not there, is tried once more when the folder holds it. */
async function revive(tx: TenantTx, feedId: string, { missing, unknown }: Account): Promise<void> {
  const fresh = new Set(unknown.map(({ id }) => id));
  const ids = missing.map(({ id }) => id).filter((id) => !fresh.has(id));
  await tx
    .sql('feed_items')
    .where({ feed_id: feedId, mode: 'live' })
    .whereIn('state', ['given_up', 'gone'])
    .whereIn('external_id', ids)
    .update({ state: 'waiting', via: 'check', tries: 0, next_at: tx.sql.raw(`'epoch'`), settled_at: null });
}

function tellsTheSame(before: ReceiptRow, { counts }: Account): boolean {
  const said = fromText(before.body).counts;
  return Object.entries(counts).every(([key, value]) => said[key as keyof typeof said] === value);
}

/** Nothing new to sign; the next look is later than this one was. */
async function putOff(tx: TenantTx, row: ReceiptRow, now: number): Promise<ReceiptRow> {
  const age = now - row.signed_at.getTime();
  const pause = Math.min(Math.max(LOOK_AGAIN_MS, age), LONGEST_PAUSE_MS);
  const isOver = row.status === 'complete' || age > MOST_LOOKS * LONGEST_PAUSE_MS;
  const look_again_at = isOver ? null : new Date(now + pause);
  await tx.sql('ingestion_receipts').where({ id: row.id }).update({ look_again_at });
  return { ...row, look_again_at };
}

function nextLook(revision: number, now: number): Date | null {
  if (revision > MOST_LOOKS) return null;
  return new Date(now + Math.min(LOOK_AGAIN_MS * 2 ** Math.min(revision - 1, 10), LONGEST_PAUSE_MS));
}
