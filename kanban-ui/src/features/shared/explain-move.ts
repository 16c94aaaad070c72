import type { Board } from '@pebble/contract/boards';
import { ApiError } from '@pebble/contract/client';
import { explainError, problemCode } from '../../lib/explain-error.ts';
import { NetworkError } from '../../lib/fetch-send.ts';
import { t } from '../../messages.ts';
import { columnName } from './legal-moves.ts';

/** Why a move did not happen, in the board's own words. `column` is where the card lies now. */
export function explainFailedMove(error: unknown, board: Board, column: string): string {
  if (error instanceof NetworkError) return t.move.offline;
  const name = columnName(board, column);
  if (problemCode(error) === 'version_conflict') return t.move.elsewhere(name);
  if (error instanceof ApiError && error.problem?.allowed) {
    const allowed = error.problem.allowed.map((key) => columnName(board, key));
    return `${error.problem.title}. ${t.move.allowed(name, allowed)}`;
  }
  const { title, hint } = explainError(error);
  return `${title}. ${hint}`;
}
