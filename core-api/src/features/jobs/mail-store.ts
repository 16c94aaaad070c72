import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { parsePayload, type MailPayload } from './mail-payload.ts';

const MOST = 64;

/**
 * Parsed mails by tracking id, so that the several calls of one job parse its mail once. Only the raw bytes in Postgres
 * count; what falls out of here is parsed again. Large mails are not kept at all.
 */
export class MailStore {
  private readonly parsed = new Map<string, ParsedMail>();

  /** @throws ApiProblem job_closed when the mail is not in scope, InvalidMail when the stored mail has no sender, which accepting it would have refused */
  async load(tx: TenantTx, trackingId: string): Promise<ParsedMail> {
    // The tenant is part of the key: an id alone must never fetch somebody else's mail from memory.
    const key = `${tx.scope.tenantId} ${trackingId}`;
    const known = this.parsed.get(key);
    if (known) return known;
    const payload = await acceptedPayload(tx, trackingId);
    const mail = await parsePayload(payload);
    if (payload.bytes.byteLength <= KEEP_BELOW_BYTES) this.keep(key, mail);
    return mail;
  }

  private keep(key: string, mail: ParsedMail): void {
    this.parsed.set(key, mail);
    const [oldest] = this.parsed.keys();
    if (this.parsed.size > MOST && oldest !== undefined) this.parsed.delete(oldest);
  }
}

/** A mail as it was accepted. @throws ApiProblem job_closed when it is not in scope */
export async function acceptedPayload(tx: TenantTx, trackingId: string): Promise<MailPayload> {
  const row = await tx
    .sql<{ id: string; format: MailPayload['format']; raw: Buffer }>('inbound_emails')
    .where({ id: trackingId })
    .first('format', 'raw');
  if (!row) throw new ApiProblem('job_closed', { detail: 'The mail of this job is not there.' });
  return { format: row.format, bytes: row.raw };
}

const KEEP_BELOW_BYTES = 512 * 1024;
