// Generated from pieces/kit/src/mail-source.ts by `npm run nodes:generate`: change it there.
/**
 * What a connector of a mail system offers besides operations and triggers, so that Pebble itself can take its mail in, prove that
 * none is missing, and take in older mail. Ids are the vendor's, stable as long as the mail stays in its mailbox.
 */
export interface MailSource<Client> {
  /** Name of the poll trigger whose items are mails: `data` is a `MailRef`. Its fields are `mailbox` and `folder`. */
  readonly trigger: string;
  /** The whole mail as MIME. Throws NotFoundError when it has gone. */
  fetch(client: Client, mail: { mailbox: string; id: string }): Promise<Uint8Array>;
  /** Mails that a folder holds and received in [from, to), oldest first; `next` is the page after this one. */
  list(client: Client, request: ListMails): Promise<{ mails: readonly MailRef[]; next: string | null }>;
}

export interface ListMails {
  mailbox: string;
  folder: string;
  /** ISO 8601, UTC. */
  from: string;
  /** ISO 8601, UTC; not included. */
  to: string;
  /** `next` of the page before. */
  page: string | null;
}

/** A mail as its mailbox knows it, without its content. */
export interface MailRef {
  id: string;
  mailbox: string;
  /** ISO 8601, UTC. */
  received_at: string;
  /** RFC 5322, with its angle brackets; null when there is none. */
  internet_message_id: string | null;
  subject: string;
  /** An address, empty when there is none. */
  from: string;
}
