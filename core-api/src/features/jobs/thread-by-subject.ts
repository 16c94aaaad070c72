import type { TenantTx } from '../../db/with-tenant.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import type { SubjectEvidence } from '../../mail/thread-evidence.ts';
import { readThreadSubject } from '../../mail/thread-subject.ts';
import type { InboundMail } from './inbound-mail.ts';
import type { SubjectSearch } from './thread-keys.ts';
import { mailsOnCards, othersIn, type CardMail } from './thread-people.ts';

/** An answer that comes later than this names its mail, or it begins something new. */
const WINDOW_MS = 14 * 86_400_000;
/** A subject with more cards than this within the window says nothing. */
const MOST_CANDIDATES = 20;

/** What to look for by the subject of a mail that no key leads anywhere; null when a subject must not decide. */
export function subjectSearch(subject: SubjectEvidence | null, inbound: InboundMail): SubjectSearch | null {
  if (!subject || !(subject.lost || subject.begins)) return null;
  return {
    key: subject.key,
    openedByReply: subject.begins,
    since: new Date(inbound.received_at.getTime() - WINDOW_MS),
    most: MOST_CANDIDATES + 1,
  };
}

/**
 * The one card among those with a mail's subject that it belongs to, and its thread; null unless there is exactly one. The sender must be on
 * the card, and the mail of its days. An answer joins what was there; a mail that begins something joins only an answer that
 * was sent after it and came before it: without that, next month's order with the same subject would land on the old card.
 */
export async function cardBySubject(
  tx: TenantTx,
  { inbound, mail, subject, candidates }: Candidacy,
): Promise<{ id: string; cards: string[] } | null> {
  if (!subject || candidates.length === 0 || candidates.length > MOST_CANDIDATES) return null;
  const [others, mails] = await Promise.all([
    othersIn(tx, inbound.entity_id, mail),
    mailsOnCards(tx, candidates),
  ]);
  const at = mail.sentAt ?? inbound.received_at;
  const fitting = candidates.filter((id) => {
    const onCard = mails.filter((one) => one.cardId === id);
    return (
      onCard.some((one) => others.some((address) => one.people.has(address))) &&
      onCard.some((one) => Math.abs(one.at.getTime() - at.getTime()) <= WINDOW_MS) &&
      (subject.lost || (mail.sentAt !== null && isAnsweredBy(at, onCard)))
    );
  });
  const [only, another] = fitting;
  if (only === undefined || another !== undefined) return null;
  const card = await tx.sql('cards').where({ id: only }).first<{ thread_id: string }>('thread_id');
  return { id: card.thread_id, cards: [only] };
}

interface Candidacy {
  inbound: InboundMail;
  mail: ParsedMail;
  subject: SubjectEvidence | null;
  /** Cards with the mail's subject. */
  candidates: readonly string[];
}

function isAnsweredBy(at: Date, onCard: readonly CardMail[]): boolean {
  const first = onCard.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
  return first !== undefined && first.at > at && readThreadSubject(first.subject).marker === 'reply';
}
