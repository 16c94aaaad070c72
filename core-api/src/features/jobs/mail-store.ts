import { repairPayload } from '../../crypto/contexts.ts';
import type { KeyRing } from '../../crypto/key-ring.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { parsePayload, type MailPayload } from './mail-payload.ts';
import type { TakenMail } from './take-mails.ts';

/** More than a worker has under way, so that each mail is parsed once. */
const MOST = 256;

/**
 * Parsed mails by tracking id, so that the several calls of one job parse its mail once. Only the raw bytes in Postgres
 * count; what falls out of here is parsed again. Large mails are not kept at all.
 *
 * A mail that died and was repaired by a person is processed in its repaired form. What was accepted stays as it was handed
 * over, which is why it has no UPDATE grant; the mail's row says by `repair` which form counts, and everybody who loads
 * it says so too. So no cache, in whichever process, can answer with the form before.
 */
export class MailStore {
  private readonly parsed = new Map<string, ParsedMail>();
  private readonly keyRing: KeyRing | null;

  private readonly most: number;

  /** @param keyRing opens repaired mails; without it there are none */
  constructor(keyRing: KeyRing | null = null, most: number = MOST) {
    this.keyRing = keyRing;
    this.most = most;
  }

  /**
   * @param repair 0 for the mail as it came, otherwise the version of its repair
   * @throws ApiProblem job_closed when the mail is not in scope, or not in that form any more; InvalidMail when it has no sender,
   *   which accepting it would have refused
   */
  async load(tx: TenantTx, trackingId: string, repair = 0): Promise<ParsedMail> {
    // The tenant is part of the key: an id alone must never fetch somebody else's mail from memory.
    const key = `${tx.scope.tenantId} ${trackingId} ${repair}`;
    const known = this.parsed.get(key);
    if (known) return known;
    const accepted = await acceptedPayload(tx, trackingId);
    if (repair === 0) return this.keep(key, accepted, await parsePayload(accepted));
    // To process the original in its place would be the very thing that the repair is against.
    if (this.keyRing === null) throw new Error('a repaired mail was loaded without a key ring');
    const repaired = await repairedPayload(tx, this.keyRing, trackingId, repair);
    return this.keep(key, repaired, await parseRepaired(repaired, accepted));
  }

  /** As `load`, for a mail that has just been taken: what came along with it is not fetched again. */
  async read(tx: TenantTx, { id, repair, payload }: TakenMail): Promise<ParsedMail> {
    const key = `${tx.scope.tenantId} ${id} ${repair}`;
    const known = this.parsed.get(key);
    if (known) return known;
    if (payload === null || repair !== 0) return this.load(tx, id, repair);
    return this.keep(key, payload, await parsePayload(payload));
  }

  private keep(key: string, { bytes }: MailPayload, mail: ParsedMail): ParsedMail {
    if (bytes.byteLength > KEEP_BELOW_BYTES) return mail;
    this.parsed.set(key, mail);
    const [oldest] = this.parsed.keys();
    if (this.parsed.size > this.most && oldest !== undefined) this.parsed.delete(oldest);
    return mail;
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

interface RepairRow {
  inbound_id: string;
  version: number;
  format: MailPayload['format'];
  payload_sealed: Buffer;
  payload_key: Buffer;
}

/**
 * A mail as a person has repaired it.
 *
 * @throws ApiProblem job_closed when it has been edited again, or no more; SealingKeyMissing, BoxBroken
 */
export async function repairedPayload(
  tx: TenantTx,
  keyRing: KeyRing,
  trackingId: string,
  version: number,
): Promise<MailPayload> {
  const row = await tx
    .sql<RepairRow>('mail_repairs')
    .where({ inbound_id: trackingId, version })
    .first('format', 'payload_sealed', 'payload_key');
  if (!row)
    throw new ApiProblem('job_closed', { detail: 'The repaired form of this mail is not there any more.' });
  const sealed = { key: row.payload_key, box: row.payload_sealed };
  const bytes = keyRing.open(repairPayload(tx.scope.tenantId, trackingId, version), sealed);
  return { format: row.format, bytes };
}

/**
 * The repaired mail, known to its thread by its original Message-ID as well: those who got the original answer to that
 * one, whatever the edit has made of it.
 */
export async function parseRepaired(repaired: MailPayload, original: MailPayload): Promise<ParsedMail> {
  const mail = await parsePayload(repaired);
  const before = await parsePayload(original).catch(() => null);
  if (!before?.messageId || before.messageId === mail.messageId) return mail;
  return { ...mail, references: [...mail.references, before.messageId] };
}

const KEEP_BELOW_BYTES = 256 * 1024;
