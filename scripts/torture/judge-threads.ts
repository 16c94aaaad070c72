import type { Evidence, InboundRow } from './evidence.ts';
import type { Findings } from './findings.ts';
import type { PlannedMail } from './plan.ts';

/** A thread has one card, which is its own and counts its mails; no card is there for nothing. */
export function judgeThreads(
  findings: Findings,
  mails: Iterable<PlannedMail>,
  rowsOf: ReadonlyMap<PlannedMail | undefined, readonly InboundRow[]>,
  evidence: Evidence,
): void {
  const placed = Map.groupBy(evidence.emails, ({ inbound_id }) => inbound_id);
  const counted = new Map(evidence.cards.map(({ id, mail_count }) => [id, mail_count]));
  const owners = new Map<string, string>();
  for (const [thread, members] of Map.groupBy(mails, (mail) => mail.thread)) {
    const rows = members.flatMap((mail) => rowsOf.get(mail) ?? []);
    const ids = rows.flatMap(({ id }) => placed.get(id) ?? []).map(({ card_id }) => card_id);
    const cards = new Set(ids);
    if (cards.size > 1) findings.doubled(`thread ${thread} has ${cards.size} cards`, cards.size - 1);
    for (const card of cards) {
      const other = owners.get(card);
      if (other !== undefined) findings.lost(`the card of thread ${thread} is also that of ${other}`);
      owners.set(card, thread);
      const mailsOnIt = ids.filter((id) => id === card).length;
      if (counted.get(card) !== mailsOnIt) {
        findings.lost(
          `the card of thread ${thread} counts ${counted.get(card)} mails and holds ${mailsOnIt}`,
        );
      }
    }
  }
  for (const { id } of evidence.cards) if (!owners.has(id)) findings.doubled(`card ${id} has no mail`);
}
