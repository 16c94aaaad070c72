import type { TenantTx } from '../../db/with-tenant.ts';
import { mailKey } from '../../mail/mail-identity.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import type { InboundMail } from './inbound-mail.ts';

/**
 * Takes the one effect of each mail that nobody has, and returns the ids of those that got it. As `claim`, for many in one
 * statement; the others, copies or not, are for `claim` to settle one by one.
 */
export async function claimMails(
  tx: TenantTx,
  mails: readonly { inbound: InboundMail; mail: ParsedMail }[],
): Promise<Set<string>> {
  if (mails.length === 0) return new Set();
  const rows = mails
    .map(({ inbound, mail }) => ({ inbound, ...mailKey(mail) }))
    // In one order everywhere: two transactions that wait for each other's keys would deadlock.
    .sort((a, b) => Buffer.compare(a.hash, b.hash));
  const columns = [
    rows.map(({ inbound }) => inbound.entity_id),
    rows.map(({ hash }) => hash),
    rows.map(({ kind }) => kind),
    rows.map(({ inbound }) => inbound.id),
    rows.map(({ inbound }) => inbound.correlation_id),
  ];
  const { rows: claimed } = await tx.sql.raw<{ rows: { inbound_id: string }[] }>(
    `INSERT INTO processed_emails (tenant_id, entity_id, key_hash, key_kind, inbound_id, correlation_id)
     SELECT ?, * FROM unnest(?::uuid[], ?::bytea[], ?::text[], ?::uuid[], ?::text[])
     ON CONFLICT (tenant_id, entity_id, key_hash) DO NOTHING RETURNING inbound_id`,
    [tx.scope.tenantId, ...columns] as never,
  );
  return new Set(claimed.map((row) => row.inbound_id));
}
