import type { Board } from '@pebble/contract/boards';
import { moveCard, type Card, type CardDetail } from '@pebble/contract/cards';
import { ChevronDown, X } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useMayCall, useMe } from '../session/session-context.tsx';
import {
  Certainty,
  ElsewhereChip,
  IntentChip,
  LinkedChip,
  MailboxesChip,
  ReopenedChip,
} from '../shared/card-badges.tsx';
import { columnName } from '../shared/legal-moves.ts';
import { MoveMenu } from '../shared/move-menu.tsx';
import { shownColumn, usePendingMoves } from '../shared/pending-moves.ts';
import { useMoveCard } from '../shared/use-move-card.ts';

interface CardHeaderProps {
  board: Board;
  card: Card;
  /** Undefined until it has been read. */
  detail: CardDetail | undefined;
  titleId: string;
  onClose(): void;
}

export function CardHeader({ board, card, detail, titleId, onClose }: CardHeaderProps) {
  return (
    <>
      <div className="drawer-top">
        <MoveControl board={board} card={card} />
        <IconButton label={t.drawer.close} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      <header className="drawer-header">
        <h2 id={titleId} className="drawer-title" dir="auto">
          {card.title || t.card.noTitle}
        </h2>
        <p className="drawer-from">
          <bdi>{card.from_name || card.from_address}</bdi>
          {card.from_name !== '' && <span> · {card.from_address}</span>}
        </p>
        <div className="drawer-chips">
          <IntentChip card={card} />
          <Certainty card={card} />
          {card.reopened && <ReopenedChip />}
          {detail && <Relations detail={detail} />}
        </div>
      </header>
    </>
  );
}

/** Where else its mails came in, and the cards that have to do with it. */
function Relations({ detail }: { detail: CardDetail }) {
  const { entities } = useMe();
  return (
    <>
      <MailboxesChip mailboxes={detail.mailboxes} />
      {detail.linked.map((card) => (
        <LinkedChip
          key={card.card_id}
          card={card}
          entity={entities.find((one) => one.id === card.entity_id)?.name ?? t.card.otherEntity}
        />
      ))}
      {detail.also_elsewhere && <ElsewhereChip />}
    </>
  );
}

/** The card's column, and the menu that changes it. */
function MoveControl({ board, card }: { board: Board; card: Card }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const move = useMoveCard(board);
  const column = shownColumn(card, usePendingMoves());
  const mayMove = useMayCall(moveCard);
  const close = (): void => {
    anchor?.focus();
    setAnchor(null);
  };
  if (!mayMove) return <span className="drawer-column">{columnName(board, column)}</span>;
  return (
    <>
      <Button
        className="drawer-move"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <span className="visually-hidden">{t.card.move}</span>
        {columnName(board, column)}
        <ChevronDown size={15} aria-hidden />
      </Button>
      {anchor && (
        <MoveMenu
          board={board}
          from={column}
          anchor={anchor}
          onClose={close}
          onMove={(to) => {
            close();
            move(card.id, to);
          }}
        />
      )}
    </>
  );
}
