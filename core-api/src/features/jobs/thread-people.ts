import type { TenantTx } from '../../db/with-tenant.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';

/** A mail on a card, as far as it tells who takes part and when. */
export interface CardMail {
  cardId: string;
  subject: string;
  /** Addresses in lower case: sender and recipients. */
  people: Set<string>;
  /** When it was written, or without a date when it came. */
  at: Date;
}

/** Enough to know who takes part in a thread. */
const MAILS_OF_A_CARD = 50;

/** The newest mails of each card. */
export async function mailsOnCards(tx: TenantTx, cardIds: readonly string[]): Promise<CardMail[]> {
  const { rows } = await tx.sql.raw<{ rows: MailRow[] }>(
    `SELECT m.* FROM unnest(?::uuid[]) AS card (id) CROSS JOIN LATERAL (
       SELECT card_id, subject, from_address, to_addresses, cc_addresses, coalesce(sent_at, received_at) AS at
       FROM emails WHERE card_id = card.id ORDER BY received_at DESC LIMIT ?
     ) m`,
    [cardIds, MAILS_OF_A_CARD] as never,
  );
  return rows.map((row) => ({
    cardId: row.card_id,
    subject: row.subject,
    people: new Set([row.from_address, ...[...row.to_addresses, ...row.cc_addresses].map(addressOf)]),
    at: row.at,
  }));
}

interface MailRow {
  card_id: string;
  subject: string;
  from_address: string;
  to_addresses: string[];
  cc_addresses: string[];
  at: Date;
}

/** Who a mail is from, and if that is one of our own mailboxes, who it is to: the others in the conversation. */
export async function othersIn(tx: TenantTx, entityId: string, mail: ParsedMail): Promise<string[]> {
  const ours = await ownMailboxes(tx, entityId);
  if (!ours.has(mail.fromAddress)) return [mail.fromAddress];
  return recipientsOf(mail).filter((address) => !ours.has(address));
}

/** Everybody in a mail but our own mailboxes. */
export async function peopleIn(tx: TenantTx, entityId: string, mail: ParsedMail): Promise<string[]> {
  const ours = await ownMailboxes(tx, entityId);
  return [mail.fromAddress, ...recipientsOf(mail)].filter((address) => !ours.has(address));
}

async function ownMailboxes(tx: TenantTx, entityId: string): Promise<Set<string>> {
  return new Set(await tx.sql<Mailbox>('mailboxes').where({ entity_id: entityId }).pluck('address'));
}

interface Mailbox {
  entity_id: string;
  address: string;
}

function recipientsOf(mail: ParsedMail): string[] {
  return [...mail.to, ...mail.cc].map(addressOf);
}

/** `Ada <ada@buyer.example>` → `ada@buyer.example` */
function addressOf(mailbox: string): string {
  return (/<([^<>]*)>$/.exec(mailbox)?.[1] ?? mailbox).toLowerCase();
}
