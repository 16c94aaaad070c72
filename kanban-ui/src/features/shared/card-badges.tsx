import type { Card } from '@pebble/contract/cards';
import { CircleHelp, RotateCcw } from 'lucide-react';
import type { CSSProperties } from 'react';
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
