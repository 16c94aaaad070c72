import type { Card, CardDetail, LinkedCard } from '@pebble/contract/cards';
import { CircleHelp, Inbox, Link2, RotateCcw } from 'lucide-react';
import type { CSSProperties } from 'react';
import { formatHash } from '../../lib/route.ts';
import { t } from '../../messages.ts';
import { Chip } from '../../ui/chip.tsx';
import './card-badges.css';

/** What the sender wants, in the colour of its stream. */
export function IntentChip({ card }: { card: Card }) {
  return <Chip tone={card.stream}>{t.card.intents[card.intent]}</Chip>;
}

/** How sure the classifier was, and which rung of the cascade decided. */
export function Certainty({ card }: { card: Card }) {
  const verdict = t.card.verdict(card.probability, card.decided_by);
  if (card.abstained) {
    return (
      <Chip tone="warn">
        <CircleHelp size={12} aria-hidden />
        {t.card.unsure} {verdict}
      </Chip>
    );
  }
  return (
    <span className="certainty">
      <span
        className="certainty-pie"
        style={{ '--share': `${Math.round(card.probability * 100)}%` } as CSSProperties}
        aria-hidden
      />
      {t.card.sure} {verdict}
    </span>
  );
}

/** Shown when a reply came to a closed card. */
export function ReopenedChip() {
  return (
    <Chip tone="accent">
      <RotateCcw size={11} aria-hidden />
      {t.card.reopened}
    </Chip>
  );
}

/** Which of our mailboxes received the mails, when it was more than one. */
export function MailboxesChip({ mailboxes }: Pick<CardDetail, 'mailboxes'>) {
  if (mailboxes.length < 2) return null;
  return (
    <span className="card-mailboxes">
      <Chip>
        <Inbox size={12} aria-hidden />
        {t.card.receivedAt(mailboxes)}
      </Chip>
    </span>
  );
}

/** The way to a card that has to do with this one. `entity` is the name of its entity. */
export function LinkedChip({ card, entity }: { card: LinkedCard; entity: string }) {
  const to = { board: card.board, cardId: card.card_id, text: '', entity: null };
  const title = card.title || t.card.noTitle;
  return (
    <a className="card-linked" href={formatHash(to)} title={title}>
      <Chip tone="accent">
        <Link2 size={12} aria-hidden />
        <span className="card-linked-text">
          {card.why === 'same_mail' ? t.card.alsoAt(entity) : t.card.sameThread(title)}
        </span>
      </Chip>
    </a>
  );
}

/** Shown to those who may not know more. */
export function ElsewhereChip() {
  return (
    <Chip>
      <Link2 size={12} aria-hidden />
      {t.card.elsewhere}
    </Chip>
  );
}
