import type { ReplyInput } from '@pebble/contract/endpoint';
import type { getMail } from '@pebble/contract/mails';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { InvalidMail } from '../../mail/parsed-mail.ts';
import { envelopeOf } from '../dead-letters/envelope-of.ts';
import type { MailStore } from '../jobs/mail-store.ts';
import { LIVE_CARDS, RECEIVED_COLUMNS, showReceived, type ReceivedRow } from './received-mail.ts';

const MAX_TEXT = 20_000;

const DEAD_LETTER = `
  (SELECT s.id FROM sync_errors s WHERE s.tenant_id = m.tenant_id AND s.inbound_id = m.id) AS dead_letter_id`;

/** @throws ApiProblem not_found */
export async function showMail(
  tx: TenantTx,
  mails: MailStore,
  trackingId: string,
): Promise<ReplyInput<typeof getMail>> {
  const row = await tx
    .sql('inbound_emails as m')
    .where({ id: trackingId })
    .first<(ReceivedRow & { size: number; dead_letter_id: string | null }) | undefined>(
      ...RECEIVED_COLUMNS,
      tx.sql.raw(LIVE_CARDS),
      tx.sql.raw('octet_length(raw) AS size'),
      tx.sql.raw(DEAD_LETTER),
    );
  if (!row) throw new ApiProblem('not_found');
  const { size, dead_letter_id, ...received } = row;
  return {
    ...showReceived(received),
    ...(await contentOf(tx, mails, trackingId)),
    size,
    copy_of: row.duplicate_of,
    dead_letter_id,
  };
}

type Content = Pick<ReplyInput<typeof getMail>, 'readable' | 'to' | 'cc' | 'text' | 'attachments'>;

async function contentOf(tx: TenantTx, mails: MailStore, trackingId: string): Promise<Content> {
  const mail = await mails.load(tx, trackingId).catch((error: unknown) => {
    // This is what many a dead letter has died of, and it must be possible to look at those.
    if (error instanceof InvalidMail) return null;
    throw error;
  });
  if (!mail) {
    const envelope = await envelopeOf(tx, trackingId);
    const { to = [], cc = [] } = envelope ?? {};
    return { readable: false, to, cc, text: '', attachments: [] };
  }
  const { to, cc, text, attachments } = mail;
  return {
    ...{ readable: true, to, cc },
    text: text.slice(0, MAX_TEXT).toWellFormed(),
    attachments: attachments.map(({ filename, contentType, size }) => ({
      filename,
      content_type: contentType,
      size,
    })),
  };
}
