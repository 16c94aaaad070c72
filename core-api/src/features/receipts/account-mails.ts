import type { ReceiptCounts } from '@pebble/contract/receipts';
import type { MailRef } from '@pebble/kit/mail-source';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { ItemState, Via } from '../feeds/ledger.ts';
import type { ReceiptMail } from './receipt-body.ts';

export interface Window {
  from: Date;
  to: Date;
}

type Outcome = Exclude<keyof ReceiptCounts, 'seen' | 'doubled' | 'late'>;

/** What is known of the mails of a window, and what the folder holds that nobody knew of. */
export interface Account {
  counts: ReceiptCounts;
  ids: string[];
  missing: ReceiptMail[];
  late: ReceiptMail[];
  doubled: ReceiptMail[];
  /** In the folder and in no ledger, though it has been there for a while. */
  unknown: MailRef[];
  /** The same, but so young that nobody may have looked yet. */
  young: MailRef[];
}

interface KnownRow {
  external_id: string;
  received_at: Date;
  internet_message_id: string | null;
  tracking_id: string;
  state: ItemState;
  via: Via;
  reason: string | null;
  mail_state: string | null;
  made_card: boolean;
  is_doubled: boolean;
}

/**
 * Sets what a folder holds against what became of each mail. What was taken in and is not listed any more has been moved or
 * deleted since: it is accounted for like any other.
 *
 * @param freshFrom what arrived from then on may not have been seen yet: unknown, it is under way and not missing
 */
export async function accountMails(
  tx: TenantTx,
  feedId: string,
  window: Window,
  listed: readonly MailRef[],
  freshFrom: Date,
): Promise<Account> {
  const known = await knownMails(
    tx,
    feedId,
    window,
    listed.map(({ id }) => id),
  );
  const knownIds = new Set(known.map((row) => row.external_id));
  const counts = { ...NOTHING };
  const account: Account = { counts, ids: [], missing: [], late: [], doubled: [], unknown: [], young: [] };
  const listedIds = new Set(listed.map(({ id }) => id));
  for (const row of known) {
    const isBack = row.state === 'gone' && listedIds.has(row.external_id);
    const outcome = isBack ? 'missing' : outcomeOf(row);
    counts[outcome] += 1;
    account.ids.push(row.external_id);
    if (outcome === 'missing') account.missing.push(toMail(isBack ? { ...row, reason: BACK } : row));
    if (row.via === 'check' && row.state === 'taken') account.late.push(toMail(row));
    if (row.is_doubled) account.doubled.push(toMail(row));
  }
  for (const mail of listed) {
    if (knownIds.has(mail.id)) continue;
    account.ids.push(mail.id);
    if (Date.parse(mail.received_at) >= freshFrom.getTime()) account.young.push(mail);
    else {
      account.unknown.push(mail);
      account.missing.push(fromRef(mail));
    }
  }
  counts.pending += account.young.length;
  counts.missing += account.unknown.length;
  counts.seen = account.ids.length;
  counts.late = account.late.length;
  counts.doubled = account.doubled.length;
  return account;
}

const BACK = 'It was not there when it was to be fetched, and the folder holds it.';

const NOTHING: ReceiptCounts = {
  ...{ seen: 0, card: 0, appended: 0, duplicate: 0, ignored: 0, dead: 0 },
  ...{ pending: 0, gone: 0, missing: 0, doubled: 0, late: 0 },
};

function outcomeOf({ state, mail_state, made_card }: KnownRow): Outcome {
  if (state === 'waiting') return 'pending';
  if (state === 'gone') return 'gone';
  if (state === 'given_up') return 'missing';
  // A sender that is refused, a mail that is too large: the reason stands in the ledger.
  if (state === 'refused') return 'ignored';
  switch (mail_state) {
    case 'done':
      return made_card ? 'card' : 'appended';
    case 'duplicate':
    case 'ignored':
    case 'dead':
      return mail_state;
    default:
      return 'pending';
  }
}

/**
 * A mail is doubled when it was put on a card twice, or when another mail of its company with the same Message-ID was too. Both are
 * read from what was done, not from the keys that ought to prevent it.
 */
async function knownMails(
  tx: TenantTx,
  feedId: string,
  { from, to }: Window,
  ids: readonly string[],
): Promise<KnownRow[]> {
  const { rows } = await tx.sql.raw<{ rows: KnownRow[] }>(
    `SELECT i.external_id, i.received_at, i.internet_message_id, i.tracking_id, i.state, i.via, i.reason, m.state AS mail_state,
            coalesce(effects.made > 0, false) AS made_card, coalesce(effects.all_of_them > 1, false) OR EXISTS (
              SELECT FROM emails mine JOIN emails other ON other.tenant_id = mine.tenant_id AND other.message_id = mine.message_id
                AND other.entity_id = mine.entity_id AND other.id <> mine.id
              WHERE mine.tenant_id = i.tenant_id AND mine.inbound_id = i.tracking_id) AS is_doubled
     FROM feed_items i
     LEFT JOIN inbound_emails m ON m.tenant_id = i.tenant_id AND m.id = i.tracking_id
     LEFT JOIN LATERAL (
       SELECT count(*) FILTER (WHERE e.type = 'card.created') AS made, count(*) AS all_of_them FROM events e
       WHERE e.tenant_id = i.tenant_id AND e.inbound_id = i.tracking_id AND e.type IN ('card.created', 'card.mail_appended')
     ) effects ON true
     WHERE i.feed_id = ? AND i.mode = 'live'
       AND (i.received_at >= ? AND i.received_at < ? OR i.external_id = ANY (?))
     ORDER BY i.received_at, i.external_id`,
    [feedId, from, to, [...ids]] as never,
  );
  return rows;
}

function toMail({ external_id, received_at, internet_message_id, reason }: KnownRow): ReceiptMail {
  return { id: external_id, received_at: received_at.toISOString(), internet_message_id, reason };
}

function fromRef({ id, received_at, internet_message_id }: MailRef): ReceiptMail {
  return {
    id,
    received_at,
    internet_message_id,
    reason: 'The folder holds it, and nobody had told us of it.',
  };
}
