import type { NoiseKind } from '@pebble/contract/noise';
import type { TenantTx } from '../../db/with-tenant.ts';
import { noiseOf, type Noise } from '../../mail/noise.ts';
import { loopKey, wasSentByUs } from '../../mail/noise-loop.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import type { InboundMail } from '../jobs/inbound-mail.ts';
import { isAuthorised } from '../senders/sender-decision.ts';
import { cardConcerned } from './card-concerned.ts';
import { countAlike, noiseFacts, type NoiseFacts } from './noise-facts.ts';
import { Recurrence } from './recurrence.ts';

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

const recurrence = new Recurrence();

/**
 * Decides whether a mail is noise for its tenant: by the rules of noiseOf, the tenant's policy and authorised senders, and the
 * loop guard. Null for mail that goes its way; mail of the usual kind costs nothing but a look at its headers.
 */
export async function judgeNoise(
  tx: TenantTx,
  inbound: InboundMail,
  mail: ParsedMail,
): Promise<Judgement | null> {
  const suspected = noiseOf(mail, { mailbox: inbound.mailbox, domains: [] });
  const sentByUs = wasSentByUs(mail.headers, inbound.tenant_id);
  const key = loopKey(mail);
  const recurs = key !== null && recurrence.recurs(`${inbound.tenant_id} ${key}`);
  if (!suspected && !sentByUs && !recurs) return null;
  const facts = await noiseFacts(tx, inbound.id);
  if (facts.opened) return null;
  const tooMany = recurs && (await isOneTooMany(tx, inbound, facts, 'mails'));
  if (!suspected && !sentByUs && !tooMany) return null;
  const authorised = await isAuthorised(tx, mail.fromAddress);
  const noise = suspected && (await confirmed(tx, inbound, mail, { facts, authorised }));
  const aboutCardId = await cardConcerned(tx, inbound.entity_id, mail);
  if (noise && !(aboutCardId && JOINS_ITS_THREAD.has(noise.kind))) return { ...noise, aboutCardId, facts };
  const loop = (reason: string): Judgement => ({ kind: 'loop', reason, aboutCardId, facts });
  if (sentByUs) return loop('Pebble has sent this mail itself.');
  const limit = authorised ? 'authorised_mails' : 'mails';
  if (!tooMany || (authorised && !(await isOneTooMany(tx, inbound, facts, limit)))) return null;
  const { [limit]: mails, window_minutes } = facts.rules.loopGuard;
  return loop(
    `More than ${mails} mails of this sender with much the same subject within ${window_minutes} minutes.`,
  );
}

/** True when the sender has sent as many as it may within the window before this one. */
async function isOneTooMany(
  tx: TenantTx,
  inbound: InboundMail,
  facts: NoiseFacts,
  limit: 'mails' | 'authorised_mails',
): Promise<boolean> {
  const { enabled, [limit]: mails } = facts.rules.loopGuard;
  return enabled && (await countAlike(tx, inbound.id, facts, mails)) >= mails;
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
