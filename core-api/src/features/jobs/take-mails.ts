import type { TenantTx } from '../../db/with-tenant.ts';
import { TAKEN_COLUMNS, type InboundMail } from './inbound-mail.ts';
import type { MailPayload } from './mail-payload.ts';

/** A mail whose attempt has begun. */
export interface TakenMail extends InboundMail {
  /** Its bytes, unless they are many: those are fetched by themselves, so that a batch stays small. */
  payload: MailPayload | null;
}

/** Larger mails do not come along. */
const ALONG_BYTES = 256 * 1024;

interface Row extends InboundMail {
  format: MailPayload['format'];
  raw: Buffer | null;
}

/** Begins an attempt at each of the mails: counts it. Mails that have had their outcome are not among the answers. */
export async function takeMails(tx: TenantTx, trackingIds: readonly string[]): Promise<TakenMail[]> {
  const { rows } = await tx.sql.raw<{ rows: Row[] }>(
    `UPDATE inbound_emails SET state = 'processing', attempts = attempts + 1, updated_at = now()
     WHERE id = ANY (?::uuid[]) AND state IN ('accepted', 'processing')
     RETURNING ${TAKEN_COLUMNS.join(', ')}, format, CASE WHEN octet_length(raw) <= ${ALONG_BYTES} THEN raw END AS raw`,
    [trackingIds] as never,
  );
  return rows.map(({ format, raw, ...inbound }) => ({
    ...inbound,
    payload: raw === null ? null : { format, bytes: raw },
  }));
}
