import type { ReplyInput } from '@pebble/contract/endpoint';
import type { getMail } from '@pebble/contract/mails';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { MailStore } from '../jobs/mail-store.ts';
import { LIVE_CARDS, RECEIVED_COLUMNS, showReceived, type ReceivedRow } from './received-mail.ts';

const MAX_TEXT = 20_000;

/** @throws ApiProblem not_found */
export async function showMail(
  tx: TenantTx,
  mails: MailStore,
  trackingId: string,
): Promise<ReplyInput<typeof getMail>> {
  const row = await tx
    .sql('inbound_emails as m')
    .where({ id: trackingId })
    .first<(ReceivedRow & { size: number }) | undefined>(
      ...RECEIVED_COLUMNS,
      tx.sql.raw(LIVE_CARDS),
      tx.sql.raw('octet_length(raw) AS size'),
    );
  if (!row) throw new ApiProblem('not_found');
  const { size, ...received } = row;
  const mail = await mails.load(tx, trackingId);
  return {
    ...showReceived(received),
    to: mail.to,
    cc: mail.cc,
    text: mail.text.slice(0, MAX_TEXT).toWellFormed(),
    attachments: mail.attachments.map(({ filename, contentType, size: bytes }) => ({
      filename,
      content_type: contentType,
      size: bytes,
    })),
    size,
  };
}
