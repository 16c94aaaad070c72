import type { Card } from '@pebble/contract/cards';
import { useMutationState, type QueryClient } from '@tanstack/react-query';
import { insertSorted } from './card-pages.ts';

/** A move that the user has made and the server has not answered. */
export interface Move {
  /** The card as it was shown. */
  card: Card;
  from: string;
  to: string;
}

export const MOVE_KEY = ['move-card'] as const;

/**
 * The moves in flight, oldest first. They are laid over what the server last said instead of being written into it:
 * a refusal then needs no undo, and a list that is read anew meanwhile cannot make the card jump.
 */
export function usePendingMoves(): Move[] {
  return useMutationState({
    filters: { mutationKey: MOVE_KEY, status: 'pending' },
    select: (mutation) => mutation.state.variables as Move,
  });
}

/** The same, asked once. */
export function pendingMoves(client: QueryClient): Move[] {
  return client
    .getMutationCache()
    .findAll({ mutationKey: MOVE_KEY, status: 'pending' })
    .map((mutation) => mutation.state.variables as Move);
}

/** What a column shows when the moves in flight are taken as done. */
export function overlayColumn(cards: readonly Card[], column: string, moves: readonly Move[]): Card[] {
  if (moves.length === 0) return [...cards];
  const last = new Map(moves.map((move) => [move.card.id, move]));
  const stay = cards.filter((card) => (last.get(card.id)?.to ?? column) === column);
  const arrive = [...last.values()].filter(
    (move) => move.to === column && !stay.some((card) => card.id === move.card.id),
  );
  return arrive.reduce((shown, { card }) => insertSorted(shown, { ...card, column }), stay);
}

/** The column in which a card is shown. */
export function shownColumn(card: Card, moves: readonly Move[]): string {
  return moves.findLast((move) => move.card.id === card.id)?.to ?? card.column;
}
