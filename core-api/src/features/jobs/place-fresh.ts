import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { threadEvidence, type ThreadEvidence } from '../../mail/thread-evidence.ts';
import { createCards } from './card-of-thread.ts';
import { lockInbounds, type InboundMail } from './inbound-mail.ts';
import type { MailStore } from './mail-store.ts';
import { answerOf, tellOfPlaced, type Decision, type Placed } from './place-mail.ts';
import { subjectSearch } from './thread-by-subject.ts';
import { lockSubjects, seekKeys, takeFreshKeys } from './fresh-keys.ts';

export interface Placement {
  trackingId: string;
  decision: Decision;
  /** Of the call. */
  correlationId: string;
}

/** A mail that nothing that is known here is connected with, as far as one look tells. */
interface Fresh {
  inbound: InboundMail;
  mail: ParsedMail;
  evidence: ThreadEvidence;
  decision: Decision;
  correlationId: string;
  threadId: string;
}

/**
 * Places those of the mails that begin a conversation, which are most, many in one transaction: each statement serves all of
 * them. Null for the others, which `place` has to look at one by one; only mails that have their one effect may be given.
 *
 * @throws KeyRaced when another transaction has taken one of the keys in this moment; nothing of the batch is there then
 */
export async function placeFresh(
  tx: TenantTx,
  mails: MailStore,
  placements: readonly Placement[],
): Promise<(Placed | null)[]> {
  const inbounds = await lockInbounds(
    tx,
    placements.map(({ trackingId }) => trackingId),
  );
  const fresh = await freshAmong(tx, await candidatesAmong(tx, mails, placements, inbounds));
  const placed = new Map<string, Placed>();
  if (fresh.length > 0) {
    // Sent together: a key that is not ours undoes it all.
    const [cards] = await Promise.all([
      createCards(
        tx,
        fresh.map(({ evidence, ...one }) => ({ ...one, subject: evidence.subject })),
      ),
      takeFreshKeys(
        tx,
        fresh.flatMap(({ evidence, ...one }) => claimed(evidence).map((key) => ({ ...one, key }))),
      ),
    ]);
    const reached = fresh.flatMap((one, at) => {
      const card = cards[at];
      return card ? [{ ...one, card }] : [];
    });
    await tellOfPlaced(tx, reached);
    for (const { inbound, card } of reached) placed.set(inbound.id, answerOf(card));
  }
  return placements.map(({ trackingId }) => placed.get(trackingId) ?? null);
}

/** Those that may be fresh: nothing in them answers a mail, and no two of them belong together. */
async function candidatesAmong(
  tx: TenantTx,
  mails: MailStore,
  placements: readonly Placement[],
  inbounds: ReadonlyMap<string, InboundMail>,
): Promise<Fresh[]> {
  const seen = new Set<string>();
  const found: Fresh[] = [];
  for (const { trackingId, decision, correlationId } of placements) {
    const inbound = inbounds.get(trackingId);
    if (inbound?.state !== 'processing' || inbound.repair !== 0) continue;
    const mail = await mails.load(tx, trackingId);
    const evidence = threadEvidence(mail);
    const keys = evidence.links.map(({ key }) => `${inbound.entity_id} ${key.toString('hex')}`);
    if (evidence.subject?.lost || keys.some((key) => seen.has(key))) continue;
    for (const key of keys) seen.add(key);
    found.push({ inbound, mail, evidence, decision, correlationId, threadId: newId() });
  }
  return found;
}

/** Those of which no key and no subject leads to a card. */
async function freshAmong(tx: TenantTx, candidates: readonly Fresh[]): Promise<Fresh[]> {
  if (candidates.length === 0) return [];
  const sought = candidates.map(({ inbound, evidence }) => ({
    inbound,
    keys: evidence.links.map(({ key }) => key),
    search: subjectSearch(evidence.subject, inbound),
  }));
  await lockSubjects(
    tx,
    candidates.flatMap(({ inbound, evidence: { subject } }) =>
      subject ? [{ entityId: inbound.entity_id, key: subject.key }] : [],
    ),
  );
  // After the locks: what was waited for has to be seen.
  const known = await seekKeys(tx, sought);
  return candidates.filter(({ inbound }) => !known.has(inbound.id));
}

function claimed(evidence: ThreadEvidence): Buffer[] {
  return evidence.links.filter(({ claim }) => claim).map(({ key }) => key);
}
