import { MAX_MAIL_BYTES } from '@pebble/contract/ingestion';
import { notTaken } from '../../features/sources/door-reports.ts';
import type { ReadContext } from './read-context.ts';
import { takeMail, type Doorway, type Taken } from '../take-mail.ts';
import type { Account } from './account.ts';

export interface Mail {
  uid: number;
  /** Bytes as the server counts them; null when the mail has gone. */
  size: number | null;
}

/** `gone`: somebody has deleted or moved it before we came. `failed`: it could not be had, or the core could not decide on it. */
export type Result = (Taken & { size: number | null }) | 'failed' | 'gone';

const TOO_LARGE = `It is larger than ${MAX_MAIL_BYTES / 1024 / 1024} MB.`;

/**
 * Fetches mails and hands them over, all at once, so that they share a commit. Results by number.
 *
 * @throws when the server, the connection or the database fails; then nothing is known of any of them
 */
export async function takeAll(context: ReadContext, mails: readonly Mail[]): Promise<Map<number, Result>> {
  const { folder } = context;
  const wanted = mails.filter(({ size }) => size !== null && size <= MAX_MAIL_BYTES).map(({ uid }) => uid);
  const sources = await folder.sources(wanted, MAX_MAIL_BYTES + 1);
  const settled = await Promise.allSettled(
    mails.map(async (mail) => [mail.uid, await takeOne(context, mail, sources.get(mail.uid))] as const),
  );
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return new Map(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
}

async function takeOne(context: ReadContext, { uid, size }: Mail, raw: Buffer | undefined): Promise<Result> {
  const { folder, account, db, log, signal } = context;
  if (size === null) return 'gone';
  // A server may say a smaller size than it sends.
  if (size > MAX_MAIL_BYTES || (raw && raw.byteLength > MAX_MAIL_BYTES)) {
    return { outcome: 'refused', size, ...(await folder.envelope(uid)), rehearsal: notTaken(TOO_LARGE) };
  }
  if (!raw) return 'failed';
  try {
    return { ...(await takeMail(context, doorwayOf(account), raw, signal)), size: raw.byteLength };
  } catch (error) {
    // While the database is away no mail is at fault; when it answers, this one is.
    if (signal.aborted) throw error;
    await db.ping();
    log.warn({ err: error, account_id: account.id, uid }, 'a mail of an IMAP account could not be accepted');
    return 'failed';
  }
}

function doorwayOf({ id, tenantId, mailbox, mode }: Account): Doorway {
  return { tenantId, mailbox, mode, actor: `mail_account:${id}`, sourceSystem: 'imap' };
}
