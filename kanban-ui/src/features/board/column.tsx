import type { Board, Column as BoardColumn } from '@pebble/contract/boards';
import { Ban, CircleCheck, Inbox } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { t } from '../../messages.ts';
import { ErrorState } from '../../ui/state.tsx';
import { columnName } from '../shared/legal-moves.ts';
import type { Move } from '../shared/pending-moves.ts';
import type { BoardFilter } from './board-filter.ts';
import { CardList } from './card-list.tsx';
import { makeDropTarget, useDragRole, useDragSource } from './drag.ts';
import { useColumnCards } from './use-column-cards.ts';
import './column.css';

interface ColumnProps {
  board: Board;
  column: BoardColumn;
  filter: BoardFilter;
  moves: readonly Move[];
  openCard: string | null;
  /** Null for those who may only look. */
  onMenu: ((cardId: string) => void) | null;
}

export function Column({ board, column, filter, moves, openCard, onMenu }: ColumnProps) {
  const section = useRef<HTMLElement>(null);
  const headingId = useId();
  const { query, cards, count } = useColumnCards(board.key, column, filter, moves);
  const role = useDragRole(board, column.key);
  useEffect(
    () => (section.current ? makeDropTarget(section.current, board, column.key) : undefined),
    [board, column.key],
  );
  return (
    <section
      className="column"
      ref={section}
      aria-labelledby={headingId}
      data-column={column.key}
      data-drag={role}
      tabIndex={-1}
    >
      <header className="column-header">
        <ColumnIcon column={column} />
        <h2 id={headingId} className="column-name">
          {column.name}
        </h2>
        {!query.isPending && (
          <span className="column-count">
            <span aria-hidden>{count}</span>
            <span className="visually-hidden">{t.board.cards(count)}</span>
          </span>
        )}
      </header>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <CardList {...{ column, filter, query, cards, openCard, onMenu }} />
      )}
      {(role === 'legal' || role === 'illegal') && <DropHint board={board} legal={role === 'legal'} />}
    </section>
  );
}

function ColumnIcon({ column }: { column: BoardColumn }) {
  const icon = column.triage ? <Inbox size={15} aria-hidden /> : <CircleCheck size={15} aria-hidden />;
  if (!column.triage && !column.terminal) return null;
  return (
    <span className="column-icon" title={column.triage ? t.board.triage : t.board.terminal}>
      {icon}
    </span>
  );
}

/** Says while dragging what letting go here would do; decoration, the result is announced. */
function DropHint({ board, legal }: { board: Board; legal: boolean }) {
  const from = columnName(board, useDragSource() ?? '');
  return (
    <p className="drop-hint" aria-hidden>
      {legal ? (
        t.move.here
      ) : (
        <>
          <Ban size={14} />
          {t.move.refusedShort(from)}
        </>
      )}
    </p>
  );
}
