import type { Board } from '@pebble/contract/boards';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { createStore, useStore } from '../../lib/store.ts';
import { isLegalMove } from '../shared/legal-moves.ts';
import { cardAt, columnAt } from './board-dom.ts';

interface Drag {
  cardId: string;
  /** Key of the column that it was taken from. */
  from: string;
}

/** The card that is being dragged by mouse or finger. */
const drag = createStore<Drag | null>(null);

/** What a column is to the drag in progress. */
export type DragRole = 'idle' | 'source' | 'legal' | 'illegal';

export function useDragRole(board: Board, column: string): DragRole {
  return useStore(drag, (now) => {
    if (!now) return 'idle';
    if (now.from === column) return 'source';
    return isLegalMove(board, now.from, column) ? 'legal' : 'illegal';
  });
}

/** Key of the column that the dragged card was taken from, or null. */
export function useDragSource(): string | null {
  return useStore(drag, (now) => now?.from ?? null);
}

/** Makes the cards' element draggable; returns the clean-up. */
export function makeDraggable(element: HTMLElement): () => void {
  return draggable({
    element,
    getInitialData: () => ({ cardId: cardAt(element) }),
    onDragStart: () => element.setAttribute('data-dragging', ''),
    onDrop: () => element.removeAttribute('data-dragging'),
  });
}

/** Lets a column take the cards that the board allows to go there; returns the clean-up. */
export function makeDropTarget(element: HTMLElement, board: Board, column: string): () => void {
  const over = (yes: boolean) => () => element.toggleAttribute('data-over', yes);
  return dropTargetForElements({
    element,
    getData: () => ({ column }),
    canDrop: () => {
      const now = drag.get();
      return now !== null && isLegalMove(board, now.from, column);
    },
    onDragEnter: over(true),
    onDragLeave: over(false),
    onDrop: over(false),
  });
}

interface DragHandlers {
  /** The column in which a card is shown. */
  columnOf(cardId: string): string | undefined;
  onMove(cardId: string, to: string): void;
  onRefused(from: string, to: string): void;
}

/** Follows the drags of a board from start to end; returns the clean-up. */
export function watchDrags({ columnOf, onMove, onRefused }: DragHandlers): () => void {
  return monitorForElements({
    onDragStart({ source }) {
      const cardId = String(source.data['cardId']);
      const from = columnOf(cardId);
      drag.set(from === undefined ? null : { cardId, from });
    },
    onDrop({ location }) {
      const now = drag.get();
      drag.set(null);
      if (!now) return;
      const { dropTargets, input } = location.current;
      const target = dropTargets[0]?.data['column'];
      if (typeof target === 'string') return onMove(now.cardId, target);
      // A column that is not allowed is no drop target; only the place tells that the user let go over it.
      const refused = columnAt(input.clientX, input.clientY);
      if (refused !== null && refused !== now.from) onRefused(now.from, refused);
    },
  });
}
