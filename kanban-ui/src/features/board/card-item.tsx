import type { Card } from '@pebble/contract/cards';
import { Mail, SquareArrowRight } from 'lucide-react';
import { memo, useEffect, useRef, type MouseEvent } from 'react';
import { formatHash } from '../../lib/route.ts';
import { navigate } from '../../lib/use-route.ts';
import { t } from '../../messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useArrived } from '../shared/arrivals.ts';
import { Certainty, IntentChip, ReopenedChip } from '../shared/card-badges.tsx';
import { makeDraggable } from './drag.ts';
import { useKeepFocus } from './focus-keeper.ts';
import './card-item.css';

interface CardItemProps {
  card: Card;
  /** Shown when several entities share the board. */
  entity: string | null;
  /** One card of each column is in the tab order; arrow keys reach the others. */
  tabbable: boolean;
  open: boolean;
  /** Null for those who may only look. */
  onMenu: ((cardId: string) => void) | null;
}

export const CardItem = memo(function CardItem({ card, entity, tabbable, open, onMenu }: CardItemProps) {
  const item = useRef<HTMLLIElement>(null);
  const link = useKeepFocus(card.id);
  const arrived = useArrived(card.id);
  const movable = onMenu !== null;
  useEffect(() => (movable && item.current ? makeDraggable(item.current) : undefined), [movable]);
  useEffect(() => {
    // The drawer takes room from the board; the card that it shows stays in sight.
    if (open) item.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [open]);
  const title = card.title || t.card.noTitle;
  const tabIndex = tabbable ? 0 : -1;
  return (
    <li
      className="card"
      ref={item}
      data-card={card.id}
      data-arrived={arrived || undefined}
      data-open={open || undefined}
    >
      <div className="card-top">
        <IntentChip card={card} />
        <span className="card-time">
          <TimeAgo instant={card.last_mail_at} />
        </span>
      </div>
      <h3 className="card-title" dir="auto">
        <a
          ref={link}
          className="card-link"
          data-card-link
          // Links are draggable by nature; here the card is.
          draggable={false}
          href={formatHash({ board: card.board, cardId: card.id, text: '', entity: null })}
          onClick={(event) => openHere(event, card)}
          aria-describedby="board-keys"
          tabIndex={tabIndex}
        >
          {title}
        </a>
      </h3>
      <p className="card-from" dir="auto" title={card.from_address}>
        {card.from_name || card.from_address}
        {entity !== null && <span className="card-entity"> · {entity}</span>}
      </p>
      <div className="card-facts">
        <Certainty card={card} />
        {card.reopened && <ReopenedChip />}
        {card.mail_count > 1 && (
          <span className="card-mails" title={t.card.mails(card.mail_count)}>
            <Mail size={13} aria-hidden />
            <span aria-hidden>{card.mail_count}</span>
            <span className="visually-hidden">{t.card.mails(card.mail_count)}</span>
          </span>
        )}
      </div>
      {onMenu && (
        <IconButton
          small
          className="card-move"
          label={t.card.moveCard(title)}
          aria-haspopup="menu"
          data-move-button
          tabIndex={tabIndex}
          onClick={() => onMenu(card.id)}
        >
          <SquareArrowRight size={16} aria-hidden />
        </IconButton>
      )}
    </li>
  );
});

/** A plain click keeps search and filter; one that asks for a new tab is the browser's. */
function openHere(event: MouseEvent, card: Card): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  navigate({ board: card.board, cardId: card.id });
}
