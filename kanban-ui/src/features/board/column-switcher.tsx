import type { Board, Column } from '@pebble/contract/boards';
import { useEffect, useState, type RefObject } from 'react';
import { t } from '../../messages.ts';
import type { Move } from '../shared/pending-moves.ts';
import type { BoardFilter } from './board-filter.ts';
import { useColumnCards } from './use-column-cards.ts';
import './column-switcher.css';

interface ColumnSwitcherProps {
  board: Board;
  filter: BoardFilter;
  moves: readonly Move[];
  scroller: RefObject<HTMLElement | null>;
}

/** On a narrow screen, where one column fills the view: all columns at a glance, and a tap to each. */
export function ColumnSwitcher({ board, filter, moves, scroller }: ColumnSwitcherProps) {
  const [current, setCurrent] = useState(board.columns[0]?.key);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const follow = (): void => setCurrent(columnInView(element));
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [scroller]);
  useEffect(() => {
    document.getElementById(chipId(current))?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  return (
    <nav className="column-switcher" aria-label={t.board.columns}>
      {board.columns.map((column) => (
        <ColumnChip
          key={column.key}
          {...{ board, column, filter, moves }}
          current={column.key === current}
          onChoose={() => columnElement(scroller.current, column.key)?.scrollIntoView({ inline: 'center' })}
        />
      ))}
    </nav>
  );
}

interface ColumnChipProps {
  board: Board;
  column: Column;
  filter: BoardFilter;
  moves: readonly Move[];
  current: boolean;
  onChoose(): void;
}

function ColumnChip({ board, column, filter, moves, current, onChoose }: ColumnChipProps) {
  const { count } = useColumnCards(board.key, column, filter, moves);
  return (
    <button
      type="button"
      id={chipId(column.key)}
      className="column-chip"
      aria-current={current || undefined}
      onClick={onChoose}
    >
      {column.name} <span className="column-chip-count">{count}</span>
    </button>
  );
}

function chipId(column: string | undefined): string {
  return `column-chip-${column}`;
}

function columnElement(scroller: HTMLElement | null, column: string): Element | null {
  return scroller?.querySelector(`[data-column="${CSS.escape(column)}"]`) ?? null;
}

/** The column whose middle is nearest to the middle of the view. */
function columnInView(scroller: HTMLElement): string | undefined {
  const middle = scroller.getBoundingClientRect().left + scroller.clientWidth / 2;
  const distance = (column: Element): number => {
    const { left, width } = column.getBoundingClientRect();
    return Math.abs(left + width / 2 - middle);
  };
  const columns = [...scroller.querySelectorAll<HTMLElement>('[data-column]')];
  return columns.toSorted((a, b) => distance(a) - distance(b))[0]?.dataset['column'];
}
