import type { Board, Column } from '@pebble/contract/boards';

export type Direction = 'left' | 'right';

export function columnOf(board: Board, key: string): Column | undefined {
  return board.columns.find((column) => column.key === key);
}

/** A column's name for people; its key when the board does not have it any more. */
export function columnName(board: Board | undefined, key: string): string {
  return (board && columnOf(board, key)?.name) ?? key;
}

/** Columns that a card may go to from `from`, in the board's order. */
export function legalTargets(board: Board, from: string): Column[] {
  const targets = columnOf(board, from)?.moves_to ?? [];
  return board.columns.filter((column) => column.key !== from && targets.includes(column.key));
}

export function isLegalMove(board: Board, from: string, to: string): boolean {
  return legalTargets(board, from).some((column) => column.key === to);
}

/** The nearest legal column on one side, over any that are not allowed. */
export function legalNeighbour(board: Board, from: string, direction: Direction): Column | undefined {
  const at = board.columns.findIndex((column) => column.key === from);
  const legal = legalTargets(board, from);
  return direction === 'right'
    ? legal.find((column) => board.columns.indexOf(column) > at)
    : legal.findLast((column) => board.columns.indexOf(column) < at);
}
