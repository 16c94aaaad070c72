import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import type { ThreadEvidence, ThreadLink } from '../../mail/thread-evidence.ts';
import type { InboundMail } from './inbound-mail.ts';
import { cardBySubject, subjectSearch } from './thread-by-subject.ts';
import { knownKeys, moveKeys, takeKeys, type KnownKey, type KnownKeys } from './thread-keys.ts';
import { mailsOnCards, othersIn, peopleIn } from './thread-people.ts';

export interface FoundThread {
  id: string;
  /** The cards that the mail belongs to, the nearest first; none when the thread is new. Several turn out to be one. */
  cards: string[];
}

export interface Seeker {
  inbound: InboundMail;
  mail: ParsedMail;
  evidence: ThreadEvidence;
}

/**
 * Finds the thread that a mail belongs to, or a new one, and makes it known by all the keys that the mail brings.
 *
 * A mail brings its ancestors' keys along, so a reply that arrives before the mail it answers opens the thread, and the
 * answered mail joins it. Two mails of a thread in the same instant meet on the primary key of thread_keys: the later one
 * waits, and goes where the earlier one went. A new thread gets its row together with its card, in createCard.
 */
export async function findThread(tx: TenantTx, seeker: Seeker): Promise<FoundThread> {
  const { inbound, evidence } = seeker;
  const known = await knownKeys(tx, inbound.entity_id, keysOf(evidence.links), evidence.subject);
  const chosen = await choose(tx, seeker, known);
  return chosen ? join(tx, seeker, known, chosen) : open(tx, seeker, known);
}

async function join(
  tx: TenantTx,
  seeker: Seeker,
  known: KnownKeys,
  chosen: FoundThread,
): Promise<FoundThread> {
  const wanted = unclaimed(seeker.evidence, known);
  if (wanted.length === 0) return chosen;
  const { taken } = await takeKeys(tx, seeker.inbound.entity_id, chosen.id, wanted);
  if (taken.length === wanted.length) return chosen;
  return (await chooseAgain(tx, seeker)) ?? chosen;
}

async function open(tx: TenantTx, seeker: Seeker, known: KnownKeys): Promise<FoundThread> {
  const { inbound, mail, evidence } = seeker;
  const id = newId();
  const wanted = unclaimed(evidence, known);
  const search = subjectSearch(evidence.subject, inbound);
  const { taken, candidates } = await takeKeys(tx, inbound.entity_id, id, wanted, search);
  const raced = taken.length < wanted.length ? await chooseAgain(tx, seeker) : null;
  const chosen = raced ?? (await cardBySubject(tx, { inbound, mail, subject: evidence.subject, candidates }));
  if (!chosen) return { id, cards: [] };
  await moveKeys(tx, inbound.entity_id, taken, chosen.id);
  return chosen;
}

/** Whoever has taken a key in this very moment has committed since, or the key would be ours: it leads to their card. */
async function chooseAgain(tx: TenantTx, seeker: Seeker): Promise<FoundThread | null> {
  const { inbound, evidence } = seeker;
  return choose(tx, seeker, await knownKeys(tx, inbound.entity_id, keysOf(evidence.links)));
}

/** Where known keys lead: to all cards of trusted ones, or to the nearest of a guarded one on which people of the mail are. */
async function choose(tx: TenantTx, seeker: Seeker, known: KnownKeys): Promise<FoundThread | null> {
  const { inbound, mail, evidence } = seeker;
  const { links, forward } = evidence;
  const trusted = placesOf(
    links.filter((link) => !link.guarded),
    known,
  );
  if (trusted[0]) return { id: trusted[0].threadId, cards: cardsOf(trusted) };
  const guarded = placesOf(
    links.filter((link) => link.guarded),
    known,
  );
  if (guarded.length === 0) return null;
  const [people, mails] = await Promise.all([
    (forward ? othersIn : peopleIn)(tx, inbound.entity_id, mail),
    mailsOnCards(tx, cardsOf(guarded)),
  ]);
  const shared = guarded.find(({ cardId }) =>
    mails.some((one) => one.cardId === cardId && people.some((address) => one.people.has(address))),
  );
  return shared ? { id: shared.threadId, cards: [shared.cardId] } : null;
}

function placesOf(links: readonly ThreadLink[], known: KnownKeys): KnownKey[] {
  return links.flatMap((link) => known.get(link.key.toString('hex')) ?? []);
}

function cardsOf(places: readonly KnownKey[]): string[] {
  return [...new Set(places.map((place) => place.cardId))];
}

function keysOf(links: readonly ThreadLink[]): Buffer[] {
  return links.map((link) => link.key);
}

function unclaimed(evidence: ThreadEvidence, known: KnownKeys): Buffer[] {
  return keysOf(evidence.links.filter((link) => link.claim && !known.has(link.key.toString('hex'))));
}
