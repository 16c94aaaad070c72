import type { NoiseKind } from '@pebble/contract/noise';
import type { TenantTx } from '../../db/with-tenant.ts';
import { noiseOf, type Noise } from '../../mail/noise.ts';
import { wasSentByUs } from '../../mail/noise-loop.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import type { InboundMail } from '../jobs/inbound-mail.ts';
import { isAuthorised } from '../senders/sender-decision.ts';
import { cardConcerned } from './card-concerned.ts';
import { countAlike, noiseFacts, type NoiseFacts } from './noise-facts.ts';

/** A mail that is not worth a card. */
export interface Judgement {
  kind: NoiseKind;
  /** A sentence for people. */
  reason: string;
  /** The card that it concerns, if there is one. */
  aboutCardId: string | null;
  facts: NoiseFacts;
}

/**
 * Machine-made mail that answers a card's thread goes onto that card: this is how a customer's ticket system speaks for
 * its people. It opens nothing, so the rule that noise opens no card holds.
 */
const JOINS_ITS_THREAD: ReadonlySet<NoiseKind> = new Set(['auto_generated', 'bulk', 'mailing_list']);

/**
 * Decides whether a mail is noise for its tenant: by the rules of noiseOf, the tenant's policy and authorised senders, and the
 * loop guard. Null for mail that goes its way. Mail of the usual kind costs one statement.
 */
export async function judgeNoise(
  tx: TenantTx,
  inbound: InboundMail,
  mail: ParsedMail,
): Promise<Judgement | null> {
  const facts = await noiseFacts(tx, inbound.id);
  if (facts.opened) return null;
  const suspected = noiseOf(mail, { mailbox: inbound.mailbox, domains: [] });
  const loops = wasSentByUs(mail.headers, inbound.tenant_id) || facts.alike >= facts.rules.loopGuard.mails;
  if (!suspected && !loops) return null;
  const authorised = await isAuthorised(tx, mail.fromAddress);
  const noise = suspected && (await confirmed(tx, inbound, mail, { facts, authorised }));
  const aboutCardId = await cardConcerned(tx, inbound.entity_id, mail);
  if (noise && !(aboutCardId && JOINS_ITS_THREAD.has(noise.kind))) return { ...noise, aboutCardId, facts };
  const loop = loops ? await loopReason(tx, inbound, mail, { facts, authorised }) : null;
  return loop === null ? null : { kind: 'loop', reason: loop, aboutCardId, facts };
}

interface Circumstances {
  facts: NoiseFacts;
  authorised: boolean;
}

async function confirmed(
  tx: TenantTx,
  inbound: InboundMail,
  mail: ParsedMail,
  { facts, authorised }: Circumstances,
): Promise<Noise | null> {
  // A mailing list of our own is told by our domains, which are looked up only now.
  const domains = await ownDomains(tx);
  const noise = noiseOf(mail, { mailbox: inbound.mailbox, domains });
  if (!noise || facts.rules.openKinds.has(noise.kind)) return null;
  return authorised && noise.kind !== 'bounce' ? null : noise;
}

async function ownDomains(tx: TenantTx): Promise<string[]> {
  const { rows } = await tx.sql.raw<{ rows: { domain: string }[] }>(
    `SELECT DISTINCT substring(address FROM '@(.*)$') AS domain FROM mailboxes`,
  );
  return rows.map((row) => row.domain);
}

/** Null when the mail is within what its sender may send. */
async function loopReason(
  tx: TenantTx,
  inbound: InboundMail,
  mail: ParsedMail,
  { facts, authorised }: Circumstances,
): Promise<string | null> {
  if (wasSentByUs(mail.headers, inbound.tenant_id)) return 'Pebble has sent this mail itself.';
  const { enabled, mails, authorised_mails, window_minutes } = facts.rules.loopGuard;
  if (!enabled) return null;
  const limit = authorised ? authorised_mails : mails;
  // The facts count up to the usual limit only.
  if (limit > facts.alike && (await countAlike(tx, inbound.id, limit)) < limit) return null;
  return `More than ${limit} mails of this sender with much the same subject within ${window_minutes} minutes.`;
}
