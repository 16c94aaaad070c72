import type { ReplyInput } from '@pebble/contract/endpoint';
import type { claimMail } from '@pebble/contract/jobs';
import type { TenantTx } from '../../db/with-tenant.ts';
import { mailKey } from '../../mail/mail-identity.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';

/**
 * Takes the one effect of a mail for this copy of it. The primary key of processed_emails decides: of fifty copies in
 * fifty transactions exactly one inserts, the others wait for it and then find it. Repeating the call changes nothing.
 */
export async function claim(tx: TenantTx, inbound: Claimant, mail: ParsedMail): Promise<Claim> {
  const { kind, hash } = mailKey(mail);
  const { rowCount } = await tx.sql.raw<{ rowCount: number }>(
    `INSERT INTO processed_emails (tenant_id, entity_id, key_hash, key_kind, inbound_id) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (tenant_id, entity_id, key_hash) DO NOTHING`,
    [tx.scope.tenantId, inbound.entity_id, hash, kind, inbound.id],
  );
  if (rowCount === 1) return { outcome: 'new', first_tracking_id: inbound.id, card_id: null };
  const holder = await claimOf(tx, inbound, hash);
  if (holder === null) throw new Error('a claim vanished, though claims are never deleted');
  const { dead, ...standing } = holder;
  if (!dead || standing.first_tracking_id === inbound.id) return standing;
  return (await takeOver(tx, inbound, hash, standing.first_tracking_id)) ?? claim(tx, inbound, mail);
}

/** The claim as it stands, taken now if nobody has it. Cheaper than `claim` when it usually was taken before. */
export async function ensureClaim(tx: TenantTx, inbound: Claimant, mail: ParsedMail): Promise<Claim> {
  const holder = await claimOf(tx, inbound, mailKey(mail).hash);
  return holder === null || holder.dead ? claim(tx, inbound, mail) : holder;
}

type Claim = ReplyInput<typeof claimMail>;
interface Claimant {
  id: string;
  entity_id: string;
}

/**
 * A copy takes the claim over from a mail that died: sending it again is how people repair what went wrong. Null when
 * another copy was faster. When the dead mail is brought back to life later, it is the duplicate.
 */
async function takeOver(
  tx: TenantTx,
  inbound: Claimant,
  hash: Buffer,
  deadId: string,
): Promise<Claim | null> {
  const taken = await tx
    .sql('processed_emails')
    .where({ entity_id: inbound.entity_id, key_hash: hash, inbound_id: deadId })
    .update({ inbound_id: inbound.id });
  return taken === 1 ? { outcome: 'new', first_tracking_id: inbound.id, card_id: null } : null;
}

async function claimOf(
  tx: TenantTx,
  inbound: Claimant,
  hash: Buffer,
): Promise<(Claim & { dead: boolean }) | null> {
  const { rows } = await tx.sql.raw<{ rows: { id: string; card_id: string | null; dead: boolean }[] }>(
    `SELECT i.id, i.card_id, i.state = 'dead' AS dead FROM processed_emails p
     JOIN inbound_emails i ON i.tenant_id = p.tenant_id AND i.entity_id = p.entity_id AND i.id = p.inbound_id
     WHERE p.entity_id = ? AND p.key_hash = ?`,
    [inbound.entity_id, hash],
  );
  const [first] = rows;
  if (!first) return null;
  const outcome = first.id === inbound.id ? 'new' : 'duplicate';
  return { outcome, first_tracking_id: first.id, card_id: first.card_id, dead: first.dead };
}
