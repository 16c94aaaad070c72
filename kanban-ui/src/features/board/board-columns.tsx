import type { Board } from '@pebble/contract/boards';
import { moveCard } from '@pebble/contract/cards';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../../messages.ts';
import { useMayCall } from '../session/session-context.tsx';
import { MoveMenu } from '../shared/move-menu.tsx';
import { usePendingMoves } from '../shared/pending-moves.ts';
import { refuseMove, shownCard, useMoveCard } from '../shared/use-move-card.ts';
import { cardLink, moveButton } from './board-dom.ts';
import type { BoardFilter } from './board-filter.ts';
import { ColumnSwitcher } from './column-switcher.tsx';
import { Column } from './column.tsx';
import { watchDrags } from './drag.ts';
import { useBoardKeys } from './use-board-keys.ts';

interface BoardColumnsProps {
  board: Board;
  filter: BoardFilter;
  openCard: string | null;
}

interface OpenMenu {
  cardId: string;
  anchor: HTMLElement;
}

/** The columns side by side, and the three ways to move a card: mouse, keys, menu. */
export function BoardColumns({ board, filter, openCard }: BoardColumnsProps) {
  const client = useQueryClient();
  const scroller = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const mayMove = useMayCall(moveCard);
  const move = useMoveCard(board);
  const moves = usePendingMoves();

  const openMenu = useCallback((cardId: string) => {
    const anchor = moveButton(cardId);
    if (anchor) setMenu({ cardId, anchor });
  }, []);

  const closeMenu = (cardId: string): void => {
    setMenu(null);
    cardLink(cardId)?.focus();
  };

  useEffect(
    () =>
      watchDrags({
        columnOf: (cardId) => shownCard(client, cardId)?.column,
        onMove: move,
        onRefused: (from, to) => refuseMove(board, from, to),
      }),
    [board, client, move],
  );

  const onKeyDown = useBoardKeys(board, { move: mayMove ? move : null, openMenu });
  return (
    <>
      <ColumnSwitcher {...{ board, filter, moves, scroller }} />
      <div className="board-columns" ref={scroller} onKeyDown={onKeyDown}>
        <p id="board-keys" hidden>
          {t.board.keyHint}
        </p>
        {board.columns.map((column) => (
          <Column
            key={column.key}
            {...{ board, column, filter, moves, openCard }}
            onMenu={mayMove ? openMenu : null}
          />
        ))}
      </div>
      {menu && (
        <MoveMenu
          board={board}
          from={shownCard(client, menu.cardId)?.column ?? ''}
          anchor={menu.anchor}
          onClose={() => closeMenu(menu.cardId)}
          onMove={(to) => {
            closeMenu(menu.cardId);
            move(menu.cardId, to);
          }}
        />
      )}
    </>
  );
}
