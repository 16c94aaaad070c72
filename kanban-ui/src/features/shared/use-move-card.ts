import type { Board } from '@pebble/contract/boards';
import type { Card } from '@pebble/contract/cards';
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { problemCode } from '../../lib/explain-error.ts';
import type { AbortableSend } from '../../lib/fetch-send.ts';
import { t } from '../../messages.ts';
import { announce } from '../../ui/announcer.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSend } from '../session/session-context.tsx';
import { requestCard } from './api/get-card.ts';
import { requestMove } from './api/move-card.ts';
import { countMove, dropCard, findCard, putCard } from './card-cache.ts';
import { keys } from './card-keys.ts';
import { columnName, isLegalMove, legalTargets } from './legal-moves.ts';
import { explainFailedMove } from './explain-move.ts';
import { MOVE_KEY, pendingMoves, shownColumn, type Move } from './pending-moves.ts';

/** The card as the user sees it: moves in flight are taken as done. */
export function shownCard(client: QueryClient, cardId: string): Card | undefined {
  const card = findCard(client, cardId);
  return card && { ...card, column: shownColumn(card, pendingMoves(client)) };
}

/**
 * Moves a card: shown at once, then told to the server; a refusal puts the card back and says why. A move that the
 * board does not allow is refused without asking.
 */
export function useMoveCard(board: Board): (cardId: string, to: string) => void {
  const client = useQueryClient();
  const send = useSend();
  const { mutate } = useMutation({
    mutationKey: MOVE_KEY,
    // One after the other: a second move of the same card needs the version that the first one made.
    scope: { id: 'move-card' },
    // Offline is an answer too: it comes at once, instead of a move that waits unseen.
    networkMode: 'always',
    mutationFn: (move: Move) => sendMove(client, send, move),
    onSuccess: (moved, move) => {
      putCard(client, moved);
      countMove(client, moved.board, move.from, move.to);
      void client.invalidateQueries({ queryKey: keys.cardDetail(moved.id) });
    },
    onError: (error, move) => {
      const shown = findCard(client, move.card.id);
      showToast(
        'error',
        t.move.failed(move.card.title),
        explainFailedMove(error, board, shown?.column ?? move.from),
      );
      if (problemCode(error) === 'not_found') dropCard(client, move.card.id);
    },
  });
  return useCallback(
    (cardId, to) => {
      const card = shownCard(client, cardId);
      if (!card || card.column === to) return;
      const from = card.column;
      if (!isLegalMove(board, from, to)) return refuseMove(board, from, to);
      mutate({ card, from, to });
      announce(t.move.done(card.title, columnName(board, to)));
    },
    [board, client, mutate],
  );
}

/** Says that the board forbids a move, and what it allows instead. */
export function refuseMove(board: Board, from: string, to: string): void {
  const allowed = legalTargets(board, from).map((column) => column.name);
  const fromName = columnName(board, from);
  showToast('error', t.move.refused(fromName, columnName(board, to)), t.move.allowed(fromName, allowed));
}

/**
 * A new mail raises a card's version and does not speak against a move: as long as the card still lies where the user
 * saw it, a version conflict is answered by sending the move again. If somebody has moved it, their move stands.
 */
async function sendMove(client: QueryClient, send: AbortableSend, { card, from, to }: Move): Promise<Card> {
  const version = findCard(client, card.id)?.version ?? card.version;
  try {
    return await requestMove(send, card.id, to, version);
  } catch (error) {
    if (problemCode(error) !== 'version_conflict' && problemCode(error) !== 'illegal_transition') throw error;
    const now = await requestCard(send, card.id);
    putCard(client, now);
    if (problemCode(error) !== 'version_conflict' || now.column !== from) throw error;
    return requestMove(send, card.id, to, now.version);
  }
}
