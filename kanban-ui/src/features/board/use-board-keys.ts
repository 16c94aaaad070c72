import type { Board } from '@pebble/contract/boards';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type KeyboardEvent } from 'react';
import { t } from '../../messages.ts';
import { announce } from '../../ui/announcer.tsx';
import { legalNeighbour, type Direction } from '../shared/legal-moves.ts';
import { shownCard } from '../shared/use-move-card.ts';
import { cardAt, cardLink, shownCards } from './board-dom.ts';
import { isWalkKey, walk, type WalkKey } from './walk.ts';

interface KeyActions {
  /** Absent for those who may only look. */
  move: ((cardId: string, to: string) => void) | null;
  openMenu(cardId: string): void;
}

/**
 * The keys of a focused card. They work on cards alone, so that no letter is taken from the search box or from a
 * screen reader elsewhere. Enter needs no handling: a card is a link.
 */
export function useBoardKeys(board: Board, { move, openMenu }: KeyActions) {
  const client = useQueryClient();
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const cardId = cardAt(event.target);
      if (cardId === null || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.shiftKey) {
        const direction = sideways(event.key);
        if (!direction || !move) return;
        event.preventDefault();
        const from = shownCard(client, cardId)?.column ?? '';
        const target = legalNeighbour(board, from, direction);
        if (target) move(cardId, target.key);
        else announce(direction === 'left' ? t.move.noneLeft : t.move.noneRight);
      } else if (isWalkKey(event.key)) {
        event.preventDefault();
        const next = walk(shownCards(event.currentTarget), cardId, mirrored(event.key));
        const link = cardLink(next);
        link?.focus();
        link?.closest('[data-card]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      } else if (event.key.toLowerCase() === 'm' && move) {
        event.preventDefault();
        openMenu(cardId);
      }
    },
    [board, client, move, openMenu],
  );
}

function sideways(key: string): Direction | null {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  return mirrored(key) === 'ArrowLeft' ? 'left' : 'right';
}

// In a page that is read from right to left the columns stand the other way round, and so do the keys.
function mirrored(key: WalkKey): WalkKey {
  if (document.documentElement.dir !== 'rtl') return key;
  return key === 'ArrowLeft' ? 'ArrowRight' : key === 'ArrowRight' ? 'ArrowLeft' : key;
}
