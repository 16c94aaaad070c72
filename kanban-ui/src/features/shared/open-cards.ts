import type { Board } from '@pebble/contract/boards';

/** Cards that are not in a terminal column. */
export function openCardCount(board: Board): number {
  return board.columns
    .filter((column) => !column.terminal)
    .reduce((sum, column) => sum + column.card_count, 0);
}
